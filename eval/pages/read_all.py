#!/usr/bin/env python3
"""read_all.py DATA FOLDER PROGRAM: the body F1 of the built program with the weights it holds.

These are the pages that the weights were trained on: the figure shows that the program does what
the training did, not how good it is.
"""
import json
import os
import subprocess
import sys

import metric

data, folder, program = sys.argv[1:]
with open(os.path.join(data, 'gold.jsonl'), encoding='utf-8') as file:
    gold = [json.loads(line) for line in file]
requests = ''.join(json.dumps(dict(id=page['id'], path=os.path.join(folder, page['id'] + '.html'), url=page['url'])) + '\n'
                   for page in gold)
answers = subprocess.run([program], input=requests.encode(), stdout=subprocess.PIPE, check=True).stdout
texts = {answer['id']: answer.get('text') for answer in map(json.loads, answers.splitlines())}
for kind in sorted({page['set'] for page in gold}):
    pairs = [metric.precision_recall(page['body'], texts.get(page['id'])) for page in gold if page['set'] == kind]
    print(f'trained on these: {kind:10} P %.4f R %.4f F1 %.4f' % metric.f1(pairs))
