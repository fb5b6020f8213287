#!/usr/bin/env python3
"""read_all.py DATA FOLDER PROGRAM: what the built program finds on the pages, by set.

These are the pages that the weights were trained on: the body's figure shows that the program does
what the training did, not how good it is. Title, date and authors are found by rules.
"""
import datetime
import json
import os
import re
import subprocess
import sys

import metric

data, folder, program = sys.argv[1:]
with open(os.path.join(data, 'gold.jsonl'), encoding='utf-8') as file:
    gold = [json.loads(line) for line in file]
requests = ''.join(json.dumps(dict(id=page['id'], path=os.path.join(folder, page['id'] + '.html'), url=page['url'])) + '\n'
                   for page in gold)
lines = subprocess.run([program], input=requests.encode(), stdout=subprocess.PIPE, check=True).stdout.splitlines()
answers = {answer['id']: answer for answer in map(json.loads, lines)}


def words(text):
    return set(re.findall(r'\w+', (text or '').lower()))


def day(text):
    found = re.search(r'(\d{4})-(\d{2})-(\d{2})', str(text or ''))
    try:
        return datetime.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def close(page, answer):
    """Whether the titles share four of five words; `None` where there is none to find."""
    want, got = words(page.get('title')), words(answer.get('title'))
    return 2 * len(want & got) >= 0.8 * (len(want) + len(got)) if want else None


def same_day(page, answer):
    return day(page['date']) == day(answer.get('date_published')) if day(page.get('date')) else None


def overlapping(page, answer):
    want = words(re.sub(r'\b(and|by)\b', ' ', str(page.get('author') or '')))
    return bool(want & words(' '.join(answer.get('authors') or []))) if want else None


for kind in sorted({page['set'] for page in gold}):
    pages = [(page, answers.get(page['id'], {})) for page in gold if page['set'] == kind]
    pairs = [metric.precision_recall(page['body'], answer.get('text')) for page, answer in pages]
    print(f'trained on these: {kind:10} P %.4f R %.4f F1 %.4f' % metric.f1(pairs))
    for name, agrees in (('title close', close), ('published same day', same_day), ('authors overlapping', overlapping)):
        found = [yes for page, answer in pages if (yes := agrees(page, answer)) is not None]
        print(f'{name + ":":20} {kind:10} {100 * sum(found) / max(1, len(found)):.1f} % of {len(found)}')
