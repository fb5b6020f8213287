"""Prints how many polls a page of metrics tells of, and within how many seconds half of them and
99 in 100 began after they were due: upper bounds, as histograms have them. Where that is beyond the
last bound, it is the bound with a "+" behind it."""

import re
import sys

bounds = [
    (float(bound.replace("+Inf", "inf")), int(float(count)))
    for bound, count in re.findall(
        r'^dateline_poll_lag_seconds_bucket\{.*?le="([^"]+)"\} (\S+)', open(sys.argv[1]).read(), re.M
    )
]
total = bounds[-1][1] if bounds else 0


def within(share):
    bound = next((bound for bound, count in bounds if count >= share * total), float("inf"))
    finite = [bound for bound, _ in bounds if bound < float("inf")]
    return bound if bound in finite else f"{max(finite, default=0)}+"


print(total, within(0.5), within(0.99))
