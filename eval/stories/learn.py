#!/usr/bin/env python3
"""learn.py TUNE DATA SECONDS: learns the weights of crates/story/src/window/decision.rs.

TUNE is the program of `cargo build --release -p dateline-story --example tune`. The weights are
searched by CMA-ES (Hansen 2016) for the best B-cubed F1 over the sets of data.py, SECONDS each for
two halves of the stories and for all. Printed are the weights that all stories give, what they reach,
and what the weights of each half of the stories reach on the other half. Needs `pip install cma`.
"""
import collections, concurrent.futures, json, os, subprocess, sys, tempfile, time, zlib
import cma, numpy
import data

# How far a weight may reasonably lie from its start, and which must not be negative: being liker
# never speaks against two articles being of one event.
START = [-6.5, 6, 1, 1, 1.5, 1.2, -.1, .1, 3.5, 1, .25, -.3, .4, 1, -1, -2.5, .5, .5, .1, .1, -2, -1, -.5, -.5, 0, .1, .1, .05, 1.2]
SCALE = numpy.array([1.5, 2, 1, 1, 1, .7, .3, 2, 2, 2, .3, .3, .4, 1, 2, 2, .5, 1.5, 1, 1, 2, 2, 2, 2, 2, .4, .4, .3, .5])
POSITIVE = [1, 2, 3, 4, 5, 7, 8, 9, 12, 17, 18, 19, 25, 26]


class Program:
    def __init__(self, tune, sets):
        self.gold = {os.path.basename(path)[:-6]: [row['story'] for row in data.lines(path)] for path in sets}
        self.process = subprocess.Popen([tune, *sets], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def scores(self, weights, half=None):
        self.process.stdin.write(json.dumps([float(w) for w in weights]) + '\n')
        self.process.stdin.flush()
        found = json.loads(self.process.stdout.readline())
        return {name: b_cubed(self.gold[name], found[name], half) for name in found}


def in_half(story, half):
    return half is None or zlib.crc32(story.encode()) % 2 == half


def b_cubed(gold, found, half):
    """B-cubed F1 over the articles of one half of the stories, placed among all others."""
    a, b = collections.Counter(gold), collections.Counter(found)
    both, rows = collections.Counter(zip(gold, found)), [(x, y) for x, y in zip(gold, found) if in_half(x, half)]
    precision = sum(both[x, y] / b[y] for x, y in rows) / len(rows)
    recall = sum(both[x, y] / a[x] for x, y in rows) / len(rows)
    return 2 * precision * recall / (precision + recall)


def allowed(weights):
    weights = numpy.array(weights, dtype=float)
    weights[POSITIVE] = numpy.maximum(weights[POSITIVE], 0)
    return weights


def search(programs, seconds, half):
    search = cma.CMAEvolutionStrategy(numpy.zeros(len(START)), .25, {'verbose': -9, 'popsize': 16, 'seed': 3})
    def cost(program, step):
        scores = programs[program].scores(allowed(START + step * SCALE), half)
        # Far steps cost a little: where the sets do not decide, the start is kept.
        return sum(1 - score for score in scores.values()) + .002 * float(numpy.mean(step ** 2))
    end = time.time() + seconds
    with concurrent.futures.ThreadPoolExecutor(len(programs)) as pool:
        while time.time() < end:
            steps = search.ask()
            shares = [range(place, len(steps), len(programs)) for place in range(len(programs))]
            costs = dict(pair for found in pool.map(lambda p: [(i, cost(p, steps[i])) for i in shares[p]], range(len(programs))) for pair in found)
            search.tell(steps, [costs[i] for i in range(len(steps))])
    return allowed(START + search.result.xfavorite * SCALE)


def main(tune, folder, seconds):
    with tempfile.TemporaryDirectory() as temporary:
        made = os.path.join(temporary, 'halves.jsonl')
        with open(made, 'w', encoding='utf-8') as file:
            file.writelines(json.dumps(article) + '\n' for article in data.halves(folder))
        sets = [os.path.join(folder, f'stories/{name}.jsonl') for name in data.LABELLED] + [made]
        programs = [Program(tune, sets) for _ in range(os.cpu_count() or 1)]
        for half in (0, 1):
            weights = search(programs, seconds, half)
            print('learned on one half of the stories, scored on the other:', programs[0].scores(weights, 1 - half), flush=True)
        weights = search(programs, seconds, None)
        print('learned on all:', programs[0].scores(weights))
        print(json.dumps([round(float(w), 3) for w in weights]))


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
