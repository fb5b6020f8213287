"""measure.py REPORT COMMAND…: runs a command and writes to the file REPORT what it took:
seconds of wall clock, seconds of CPU (user and system), and the peak of its memory in MB."""

import os
import subprocess
import sys
import time

report, command = sys.argv[1], sys.argv[2:]
start = time.monotonic()
child = subprocess.Popen(command)
_, status, used = os.wait4(child.pid, 0)
wall = time.monotonic() - start
with open(report, "w") as out:
    out.write(f"{wall:.2f} {used.ru_utime + used.ru_stime:.2f} {used.ru_maxrss / 1024:.0f}\n")
sys.exit(os.waitstatus_to_exitcode(status))
