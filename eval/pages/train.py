#!/usr/bin/env python3
"""Trains the judge of blocks, and prints what it scores on sites that it has not seen.

    train.py DATA STUDY [OUT]

DATA has `gold.jsonl` (id, set, url, body) and `html/ID.html.gz`; STUDY is the built example
`study_pages`. Scores are by cross-validation in five parts, no site in two of them; with OUT the
model is trained on all pages afterwards and written there. All is done from the same seed.
"""
import concurrent.futures
import functools
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile

import numpy as np
import scipy.ndimage
import scipy.sparse
import tldextract

import label
import metric
import model

FOLDS = 5
# Of the blocks far from any body only one in so many is trained on.
FAR = 4
domain_of = tldextract.TLDExtract(suffix_list_urls=())


class Pages:
    """The pages, and for each block its row, its hashes and its label."""

    def __init__(self, data, study, folder):
        self.study, self.folder = study, folder
        with open(os.path.join(data, 'gold.jsonl'), encoding='utf-8') as file:
            self.gold = [json.loads(line) for line in file]
        self.requests = ''
        for page in self.gold:
            path = os.path.join(folder, page['id'] + '.html')
            with gzip.open(os.path.join(data, 'html', page['id'] + '.html.gz')) as html, open(path, 'wb') as out:
                out.write(html.read())
            self.requests += json.dumps(dict(id=page['id'], path=path, url=page['url'])) + '\n'
        self.run(folder)
        with open(os.path.join(folder, 'blocks.jsonl'), encoding='utf-8') as file:
            self.texts = [json.loads(line)['texts'] for line in file]
        counts = [len(texts) for texts in self.texts]
        self.ends = np.cumsum(counts)
        self.page_of = np.repeat(np.arange(len(counts)), counts)
        self.first = np.fromfile(os.path.join(folder, 'first.f32'), np.float32).reshape(self.ends[-1], -1)
        self.tokens = self.read_tokens()
        self.names, self.lines = sum(self.tokens[1:-1], self.tokens[0]).tocsr(), self.tokens[-1]
        with concurrent.futures.ProcessPoolExecutor(2) as pool:
            found = pool.map(label.shares, self.texts, [page['body'] for page in self.gold], chunksize=16)
            self.labels = np.array([share for shares in found for share in shares], np.float32)
        self.lengths = lengths = np.array([len(label.words(text)) for texts in self.texts for text in texts], np.float32)
        total = np.bincount(self.page_of, lengths * self.labels)
        # A block counts as much as it weighs in its page's score, and none counts for nothing.
        near = scipy.ndimage.maximum_filter1d(self.labels, 17) > 0
        self.chosen = near | (np.random.default_rng(1).random(len(near)) < 1 / FAR)
        self.weights = 0.15 + np.minimum(3, 60 * lengths / np.maximum(100, total[self.page_of])) ** 0.6
        self.weights[~near] *= FAR

    def run(self, folder, *scores):
        subprocess.run([self.study, folder, *scores], input=self.requests.encode(), check=True)

    def read_tokens(self):
        data = np.fromfile(os.path.join(self.folder, 'tokens.u16'), np.uint16)
        lists = [([], [0]) for _ in range(model.WEIGHED)]
        at, kind = 0, 0
        while at < len(data):
            length = int(data[at])
            indices, ends = lists[kind]
            indices.append(data[at + 1:at + 1 + length])
            ends.append(ends[-1] + length)
            at, kind = at + 1 + length, (kind + 1) % model.WEIGHED
        return [scipy.sparse.csr_matrix((np.ones(ends[-1], np.float32), np.concatenate(indices).astype(np.int32), ends),
                                        shape=(self.ends[-1], model.BUCKETS)) for indices, ends in lists]

    def second(self, scores):
        """What the second stage is told beside the first one's rows."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'scores.f32')
            scores.astype(np.float32).tofile(path)
            self.run(folder, path)
            return np.fromfile(os.path.join(folder, 'second.f32'), np.float32).reshape(self.ends[-1], -1)

    def folds(self, seed):
        """For each page its part; sites stay together."""
        sites = [domain_of(page['url'].lower()).top_domain_under_public_suffix or page['url'] for page in self.gold]
        names = sorted(set(sites))
        random.Random(seed).shuffle(names)
        part = {name: at % FOLDS for at, name in enumerate(names)}
        return np.array([part[site] for site in sites])

    def text(self, page, keep):
        start = self.ends[page] - len(self.texts[page])
        kept = keep[start:self.ends[page]]
        return '\n\n'.join(text for text, yes in zip(self.texts[page], kept) if yes)


class Judge:
    """Both stages fitted on some pages; `verdicts` are for every block of every page."""

    def __init__(self, pages, train, seed=1):
        part = pages.folds(seed)
        mine = np.isin(pages.page_of, train)
        inner = [mine & (part[pages.page_of] == fold) for fold in range(FOLDS)]
        rows = pages.first.copy()
        self.weights = fit_weights(pages, mine)
        with_sums(pages, rows, ~mine, self.weights)
        for held in inner:
            with_sums(pages, rows, held, fit_weights(pages, mine & ~held))
        # The second stage must learn from scores as they will be: of sites not seen.
        scores = np.zeros(len(rows), np.float32)
        for held in inner:
            scores[held] = share(model.odds(fit_forest(pages, rows, mine & ~held, model.FIRST), rows[held]))
        trust = doubt(pages, scores)
        self.first = fit_forest(pages, rows, mine, model.FIRST, trust)
        scores[~mine] = share(model.odds(self.first, rows[~mine]))
        rows = np.hstack([rows, pages.second(scores)])
        self.second = fit_forest(pages, rows, mine, model.SECOND, trust)
        self.scores = scores
        self.verdicts = share((logit(scores) + model.odds(self.second, rows)) / 2)


def share(odds):
    return 1 / (1 + np.exp(-odds))


def logit(share):
    share = np.clip(share, 1e-7, 1 - 1e-7)
    return np.log(share / (1 - share))


def fit_weights(pages, rows):
    rows = rows & pages.chosen
    return model.fit_weights(pages.names[rows], pages.lines[rows], pages.labels[rows], pages.weights[rows])


def with_sums(pages, rows, held, weights):
    """Fills the places that the study leaves empty: the sums of the block, the one before, the one after."""
    kinds = model.WEIGHED
    sums = model.weigh(pages.tokens, weights)
    before, after = np.zeros_like(sums), np.zeros_like(sums)
    same = pages.page_of[1:] == pages.page_of[:-1]
    before[1:][same], after[:-1][same] = sums[:-1][same], sums[1:][same]
    rows[held, :3 * kinds] = np.hstack([sums, before, after])[held]


def doubt(pages, scores):
    """How far the labels of each page are believed: some bodies stop in the middle of the article,
    and judges that have not seen the page are sure that much more of it belongs to it."""
    sure = pages.lengths * (scores > 0.9)
    missed = np.bincount(pages.page_of, sure * (pages.labels < 0.1))
    found = np.bincount(pages.page_of, sure * (pages.labels >= 0.5))
    doubtful = missed > 0.5 * np.maximum(found, 60)
    return np.where(doubtful, 0.1, 1.0)[pages.page_of]


def fit_forest(pages, rows, chosen, parameters, trust=None):
    chosen = chosen & pages.chosen
    return model.fit_forest(rows[chosen], pages.labels[chosen], (pages.weights * (1.0 if trust is None else trust))[chosen],
                            parameters)


def report(pages, verdicts, name):
    for kind in sorted({page['set'] for page in pages.gold}):
        pairs = [metric.precision_recall(page['body'], pages.text(at, verdicts >= 0.5))
                 for at, page in enumerate(pages.gold) if page['set'] == kind]
        print(f'{name}: {kind:10} P %.4f R %.4f F1 %.4f' % metric.f1(pairs), flush=True)


def judged(pages, part, fold):
    """Both stages' scores of every block, by a judge that has not seen the sites of `fold`."""
    judge = Judge(pages, np.flatnonzero(part != fold))
    return judge.scores, judge.verdicts


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        pages = Pages(sys.argv[1], sys.argv[2], folder)
        report(pages, pages.labels, 'best that blocks allow')
        part = pages.folds(0)
        first, second = np.zeros(len(pages.labels)), np.zeros(len(pages.labels))
        with concurrent.futures.ProcessPoolExecutor(2) as pool:
            judges = pool.map(functools.partial(judged, pages, part), range(FOLDS))
            for fold, (scores, verdicts) in enumerate(judges):
                held = part[pages.page_of] == fold
                first[held], second[held] = scores[held], verdicts[held]
        report(pages, first, 'sites not seen, first stage')
        report(pages, second, 'sites not seen')
        if len(sys.argv) == 4:
            judge = Judge(pages, np.arange(len(pages.gold)))
            model.write(sys.argv[3], judge.weights, judge.first, judge.second)


if __name__ == '__main__':
    main()
