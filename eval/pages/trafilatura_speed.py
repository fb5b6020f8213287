#!/usr/bin/env python3
"""trafilatura_speed.py FOLDER [RATE]: pages a second that trafilatura reads, one thread; every fourth
page. RATE is another reader's at 173 KB, of which it tells how many times as fast that is."""
import pathlib
import sys
import time

import trafilatura

pages = [path.read_bytes().decode('utf-8', 'replace') for path in sorted(pathlib.Path(sys.argv[1]).glob('*.html'))[::4]]
start = time.process_time()
for page in pages:
    trafilatura.bare_extraction(page, favor_precision=True, with_metadata=True)
taken = time.process_time() - start
rate = sum(len(page.encode()) for page in pages) / 173e3 / taken
print(f"{'trafilatura ' + trafilatura.__version__:26} {len(pages) / taken:9.0f} {rate:22.0f}")
if len(sys.argv) > 2:
    print(f'dateline reads {float(sys.argv[2]) / rate:.1f} times as many')
