#!/usr/bin/env python3
"""trafilatura_speed.py FOLDER: pages a second that trafilatura reads, one thread; every fourth page."""
import pathlib
import sys
import time

import trafilatura

pages = [path.read_bytes().decode('utf-8', 'replace') for path in sorted(pathlib.Path(sys.argv[1]).glob('*.html'))[::4]]
start = time.process_time()
for page in pages:
    trafilatura.bare_extraction(page, favor_precision=True, with_metadata=True)
taken = time.process_time() - start
size = sum(len(page.encode()) for page in pages)
print(f"{'trafilatura ' + trafilatura.__version__:26} {len(pages) / taken:9.0f} {size / 173e3 / taken:22.0f}")
