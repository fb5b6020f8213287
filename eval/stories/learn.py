#!/usr/bin/env python3
"""learn.py TUNE DATA MODEL [FOLDS]: learns crates/story/data/decision.bin, which MODEL is the path of.

TUNE is the program of `cargo build --release -p dateline-story --example tune`. What the window weighs
is judged by logistic regression and, for what that leaves over, by gradient boosted trees, learned in
rounds: a model places the streams of data.py, what it weighed on the way is learned from, and the next
one meets the stories that the one before would have made of them (Ross, Gordon, Bagnell 2011). At the
end the bases of merges are set by B-cubed on stories that were held back. No measure knows a time.

Printed is first what is reached on stories that were not learned from: stories are dealt into FOLDS (3)
and a fold's articles are scored as placed by a model of the others', among all articles. What
is alike is dealt to one fold: the two events of a topic of ECB+, the reports made of one page. The sets
`full`, `mix` and `hay` of DATA, where they are there, are measured and never learned from. Needs
`pip install lightgbm scikit-learn numpy`.
"""
import collections, json, os, pathlib, struct, subprocess, sys, tempfile, warnings, zlib
import lightgbm, numpy
from sklearn.linear_model import LogisticRegression
import data

MEASURED = ['full', 'mix', 'hay']
# The bases are set on these.
TUNED = ['ecb', 'uci4k', 'uci6k', 'reports1']
HEAD = 4  # the columns of a row before its measures
BARE, SMALLER = 12, 9  # places of measures, see likeness.rs
ROUNDS = 3
MOST_ROWS = 110_000
WEIGHT = {'ecb': 1, 'uci4k': 1.1, 'uci6k': 1.1, 'reports1': .6, 'reports2': .6, 'teasers': .6}
COMMON = dict(objective='cross_entropy', bagging_fraction=.7, bagging_freq=1, max_bin=127, path_smooth=10,
              verbose=-1, num_threads=1, seed=1, deterministic=True, force_row_wise=True)
# A join is decided often enough to learn much; of merges there are few, so their trees are small.
JOIN = dict(COMMON, num_leaves=20, min_data_in_leaf=60, lambda_l2=15, learning_rate=.05, feature_fraction=.5)
MERGE = dict(COMMON, num_leaves=6, min_data_in_leaf=60, lambda_l2=5, learning_rate=.06, feature_fraction=.4, extra_trees=True)
TREES = {0: 130, 1: 60}
# What the first round places by: any model that forms stories at all will do.
FIRST = {0: 3.3, 1: 1.3, 2: .2, 3: .2, 4: 1, 5: -.5, 8: .2, 9: -.2, 10: .8, 12: 1.3, 13: -.7, 14: -3, 15: .5, 17: -1.5,
         18: -.2, 19: 1, 20: .35, 22: .2, 42: .55, 47: 2, 48: 2}
FIRST_BASE = {0: -6.2, 1: -7}


def fold(story, folds):
    key = story.rstrip('+') if story.startswith('ecb:') else story
    return zlib.crc32(key.replace('lone:', 'page:').encode()) % 997 % folds


class Program:
    """The streams, and the program that places them."""
    def __init__(self, tune, streams, folder, folds):
        self.folder, self.folds = folder, max(folds, 1)
        self.gold = {name: [article['story'] for article in stream] for name, stream in streams.items()}
        self.deal = {name: numpy.array([fold(story, self.folds) for story in dict.fromkeys(gold)]) for name, gold in self.gold.items()}
        paths = []
        for name, stream in streams.items():
            paths.append(os.path.join(folder, name + '.jsonl'))
            with open(paths[-1], 'w', encoding='utf-8') as file:
                file.writelines(json.dumps(article) + '\n' for article in stream)
        self.learned = [name for name in streams if name in WEIGHT]
        self.process = subprocess.Popen([tune, *paths], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def place(self, model, sets=None, rows=False):
        path = os.path.join(self.folder, 'model')
        with open(path, 'wb') as file:
            file.write(model)
        ask = {'model': path, **({'sets': sets} if sets else {}), **({'rows': self.folder} if rows else {})}
        self.process.stdin.write(json.dumps(ask) + '\n')
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def rows(self, model, measures):
        """What is weighed on the way, by set, with the folds of the two."""
        self.place(model, self.learned, rows=True)
        found = {}
        for name in self.learned:
            rows = numpy.fromfile(os.path.join(self.folder, name + '.rows'), dtype='<f4').reshape(-1, HEAD + measures)
            found[name] = rows, self.deal[name][rows[:, 2].astype(int)], self.deal[name][rows[:, 3].astype(int)]
        return found

    def score(self, placed, held=None):
        return {name: b_cubed(self.gold[name], stories, lambda story: held is None or fold(story, self.folds) == held)
                for name, stories in placed.items()}


def b_cubed(gold, found, counts):
    """Sums for B-cubed over the articles whose story counts, placed among all others; then lone articles
    absorbed of all, parts of events of 3 and more, stories that mix events of those with 2 and more."""
    a, b, both = collections.Counter(gold), collections.Counter(found), collections.Counter(zip(gold, found))
    pairs = [(x, y) for x, y in zip(gold, found) if counts(x)]
    lone = [y for x, y in pairs if a[x] == 1]
    large = {x for x, _ in pairs if a[x] > 2}
    several = {y for _, y in pairs if b[y] > 1}
    events = collections.Counter(y for _, y in both)
    return numpy.array([sum(both[p] / b[p[1]] for p in pairs), sum(both[p] / a[p[0]] for p in pairs), len(pairs),
                        sum(b[y] > 1 for y in lone), len(lone), sum(x in large for x, _ in both), len(large),
                        sum(events[y] > 1 for y in several), len(several)], dtype=float)


def f1(sums):
    return 2 * sums[0] * sums[1] / (sums[0] + sums[1]) / sums[2]


def report(scores):
    for name, s in scores.items():
        print(f'  {name:9} P {s[0] / s[2]:.3f} R {s[1] / s[2]:.3f} F1 {f1(s):.4f} | lone absorbed {s[3]:.0f}/{s[4]:.0f}'
              f' | shown {s[5] / max(1, s[6]):.2f} times | mixed {s[7]:.0f}/{s[8]:.0f}', flush=True)


def examples(rounds, is_merge, held):
    """Measures, labels and weights of all rounds' rows, without those that touch a story held back."""
    measures, labels, weights = [], [], []
    for found in rounds:
        for name, (rows, one, other) in found.items():
            keep = (rows[:, 0] == is_merge) & (one != held) & (other != held)
            kept = rows[keep]
            if not len(kept):
                continue
            # Neither a story of hundreds nor a set with many candidates shall drown the others.
            story = kept[:, 2].astype(int)
            weight = numpy.bincount(story)[story] ** -.3
            if is_merge:
                weight = weight * numpy.sqrt(numpy.exp(kept[:, HEAD + SMALLER]))
            measures.append(kept[:, HEAD:])
            labels.append(kept[:, 1].clip(0, 1))
            weights.append(weight * WEIGHT[name] / weight.sum())
    measures, labels, weights = map(numpy.concatenate, (measures, labels, weights))
    if len(measures) > MOST_ROWS:
        some = numpy.random.RandomState(0).permutation(len(measures))[:MOST_ROWS]
        measures, labels, weights = measures[some], labels[some], weights[some]
    return measures, labels, weights * len(weights) / weights.sum()


def learn(rounds, held=-1):
    return [learn_part(*examples(rounds, is_merge, held), is_merge) for is_merge in (0, 1)]


def learn_part(measures, labels, weights, is_merge):
    mean, by = measures.mean(0), 1 / (measures.std(0) + 1e-6)
    flat = ((measures - mean) * by).clip(-4, 4)
    regression = LogisticRegression(C=.02, max_iter=300)
    regression.fit(numpy.r_[flat, flat], numpy.r_[numpy.ones(len(flat)), numpy.zeros(len(flat))],
                   sample_weight=numpy.r_[weights * labels, weights * (1 - labels)])
    # Merges are the mean of both; for joins the trees go on from where the regression stands.
    share = .5 if is_merge else 1
    start = {} if is_merge else {'init_score': regression.decision_function(flat)}
    trees = lightgbm.train(MERGE if is_merge else JOIN, lightgbm.Dataset(measures, labels, weight=weights, **start), TREES[is_merge])
    linear = numpy.c_[mean, by, share * regression.coef_[0]]
    return [share * float(regression.intercept_[0]), linear, [flatten(tree['tree_structure'], share) for tree in trees.dump_model()['tree_info']]]


def flatten(tree, share):
    nodes = []
    def walk(node):
        place = len(nodes)
        nodes.append((0xffff, 0, node.get('leaf_value', 0) * share))
        if 'split_feature' in node:
            walk(node['left_child'])
            nodes[place] = node['split_feature'], len(nodes), node['threshold']
            walk(node['right_child'])
    walk(tree)
    return nodes


def first(measures):
    linear = lambda: numpy.array([[0, .01, FIRST.get(place, 0) * 100] for place in range(measures)])
    return [[FIRST_BASE[is_merge], linear(), []] for is_merge in (0, 1)]


def shifted(parts, bare, text):
    """With another base for merges: of bare headlines, and of texts."""
    join, (base, linear, trees) = parts
    linear = linear.copy()
    mean, by, _ = linear[BARE]
    linear[BARE, 2] += (bare - text) / by
    return [join, [base + text + (bare - text) * mean, linear, trees]]


def to_bytes(parts):
    out = bytearray(b'DLS1' + struct.pack('<I', len(parts[0][1])))
    for base, linear, trees in parts:
        out += struct.pack('<f', base) + linear.astype('<f4').tobytes() + struct.pack('<I', len(trees))
        for tree in trees:
            out += struct.pack('<H', len(tree)) + b''.join(struct.pack('<HHf', *node) for node in tree)
    return bytes(out)


def tune(program, models):
    """Where the bases of merges are best for B-cubed on what each fold's model has not learned from.
    Joins are left as likely as they were learned to be: a lower base would pay in large stories with
    lone articles that are absorbed."""
    def mean(shifts):
        total = {}
        for held, parts in enumerate(models):
            for name, score in program.score(program.place(to_bytes(shifted(parts, *shifts)), TUNED), held).items():
                total[name] = total.get(name, 0) + score
        return sum(map(f1, total.values())) / len(total)
    best, shifts = mean([0, 0]), [0, 0]
    for place in (0, 1):
        for move in (.5, -.5):
            before = best
            while abs(shifts[place] + move) <= 1:
                moved = shifts.copy()
                moved[place] += move
                reached = mean(moved)
                if reached < best + .0005:
                    break
                best, shifts = reached, moved
            if best > before:
                break
    return shifts


def teach(program, measures, held=-1):
    rounds, parts = [], first(measures)
    for _ in range(ROUNDS):
        rounds.append(program.rows(to_bytes(parts), measures))
        parts = learn(rounds, held)
    return parts


def folded(program, models, shifts):
    """What each fold's model reaches on the stories that it has not learned from."""
    total = {}
    for held, parts in enumerate(models):
        for name, score in program.score(program.place(to_bytes(shifted(parts, *shifts))), held).items():
            total[name] = total.get(name, 0) + score
    return total


def main(tune_path, folder, path, folds):
    warnings.filterwarnings('ignore')
    streams = data.streams(folder)
    for name in MEASURED:
        measured = pathlib.Path(folder) / f'stories/{name}.jsonl'
        if measured.exists():
            streams[name] = data.lines(measured)
    measures = int(subprocess.run([tune_path], capture_output=True, text=True, stdin=subprocess.DEVNULL).stderr)
    with tempfile.TemporaryDirectory() as temporary:
        program = Program(tune_path, streams, temporary, folds)
        models = [teach(program, measures, held) for held in range(folds)]
        print('stories that were not learned from:')
        report(folded(program, models, [0, 0]))
        shifts = tune(program, models)
        print('the same, with the bases of merges shifted by', *shifts)
        report(folded(program, models, shifts))
        model = to_bytes(shifted(teach(program, measures), *shifts))
        print('the model of all stories:')
        report(program.score(program.place(model)))
        pathlib.Path(path).write_bytes(model)


if __name__ == '__main__':
    main(*sys.argv[1:4], int(sys.argv[4]) if len(sys.argv) > 4 else 3)
