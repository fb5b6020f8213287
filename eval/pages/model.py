"""The two stages of the judge, how they are fitted, and the file that Rust reads."""
import struct

import lightgbm
import numpy as np
from sklearn.linear_model import LogisticRegression

BUCKETS = 1 << 15
WEIGHED = 4
LEAF = 0xffff
FIRST_TREES = 40
NO_HOPE = -3.5

FIRST = dict(num_leaves=24, learning_rate=0.09, min_data_in_leaf=60, feature_fraction=0.3, lambda_l2=10.0, max_bin=63)
SECOND = dict(FIRST, num_leaves=16, learning_rate=0.07, min_data_in_leaf=120)
ROUNDS = 120


def fit_weights(names, lines, labels, weights):
    """What names and words weigh: two logistic regressions, rounded to bytes."""
    raw = np.zeros(BUCKETS, np.float32)
    for bag, strength in ((names, 0.002), (lines, 0.03)):
        judge = LogisticRegression(C=strength, max_iter=80, tol=1e-3)
        judge.fit(bag, labels >= 0.5, sample_weight=weights / weights.mean())
        raw += judge.coef_[0]
    unit = np.float32(np.quantile(np.abs(raw), 0.9998) / 127)
    return unit, np.clip(np.round(raw / unit), -127, 127).astype(np.int8)


def weigh(tokens, weights):
    """The sum of each kind of hashes of each block."""
    unit, table = weights
    return np.stack([(kind @ table.astype(np.float32)) * unit for kind in tokens], axis=1).astype(np.float32)


def fit_forest(rows, labels, weights, parameters, rounds=ROUNDS, seed=1):
    data = lightgbm.Dataset(rows, labels, weight=weights, free_raw_data=True)
    fixed = dict(objective='cross_entropy', verbosity=-1, num_threads=1, use_missing=False, seed=seed,
                 deterministic=True, force_col_wise=True)
    return lightgbm.train({**fixed, **parameters}, data, rounds)


def odds(forest, rows):
    """As Rust does it: where the first trees see no hope the others are not asked."""
    start = forest.predict(rows, num_iteration=FIRST_TREES, raw_score=True)
    return np.where(start < NO_HOPE, start, forest.predict(rows, raw_score=True))


def below(threshold):
    """The largest 32-bit float that is not above the threshold: rows are of 32 bits."""
    value = np.float32(threshold)
    return float(value if value <= threshold else np.nextafter(value, np.float32(-np.inf)))


def nodes(tree, out):
    """A tree's nodes in depth-first order, left child first."""
    if 'leaf_value' in tree:
        out.append((LEAF, 0, tree['leaf_value']))
        return
    at = len(out)
    out.append(None)
    nodes(tree['left_child'], out)
    out[at] = (tree['split_feature'], len(out), below(tree['threshold']))
    nodes(tree['right_child'], out)


def forest_bytes(forest):
    trees = [info['tree_structure'] for info in forest.dump_model()['tree_info']]
    out = struct.pack('<I', len(trees))
    for tree in trees:
        flat = []
        nodes(tree, flat)
        out += struct.pack('<H', len(flat)) + b''.join(struct.pack('<HHf', *node) for node in flat)
    return out


def write(path, weights, first, second):
    unit, table = weights
    with open(path, 'wb') as file:
        file.write(b'DLB1' + struct.pack('<f', unit) + table.tobytes() + forest_bytes(first) + forest_bytes(second))
