"""The sets that weights may be learned on: ECB+ (CC BY 3.0), UCI News Aggregator (public domain), and
whole reports and teasers made of the pages of wcxb (CC BY 4.0) and news-2023 (Apache-2.0)."""
import collections, json, pathlib, random, re

LABELLED = ['ecb', 'uci4k', 'uci6k']


def lines(path):
    with open(path, encoding='utf-8') as file:
        return [json.loads(line) for line in file if line.strip()]


def pages(data):
    """The articles of the page sets, each text once."""
    seen, kept = set(), []
    for page in lines(pathlib.Path(data) / 'pages/gold.jsonl'):
        words = (page['body'] or '').lower().split()
        keys = {' '.join(words[:12]), ' '.join(words[60:72]) or page['id'], (page.get('title') or page['id']).lower()}
        if keys & seen:
            continue
        seen |= keys
        kept.append(page)
    return kept


def reports(data, seed):
    """A stream of whole reports: most pages once, every third long one as two or three reports, of
    every second or third paragraph each. The second report's headline has some words of the first's
    and the beginning of its own text."""
    chance, stream = random.Random(seed), []
    for number, page in enumerate(pages(data)):
        title = page.get('title') or ''
        paragraphs = [p for p in re.split(r'\n+', page['body'] or '') if len(p.split()) > 5]
        length = sum(len(p.split()) for p in paragraphs)
        start = 1e5 + chance.random() * 10 * 86400
        parts = min(3, length // 260, len(paragraphs) // 2) if chance.random() < .35 else 1
        for part in range(max(1, parts)):
            mine = paragraphs[part::max(1, parts)]
            heading = title
            if part:
                lead = re.split(r'(?<=[.!?])\s', mine[0])[0].split()[:6]
                heading = ' '.join([word for word in title.split() if chance.random() < .45] + lead)
            stream.append({'id': f'p{number}_{part}', 't': start + part * chance.random() * 20 * 3600,
                           'title': heading, 'body': '\n\n'.join(mine), 'story': 'page:' + page['id']})
    return stream


def teasers(data, seed):
    """Each page's headline with its first sentences: lone articles as short as those of ECB+."""
    chance, stream = random.Random(seed), []
    for number, page in enumerate(pages(data)):
        sentences = re.split(r'(?<=[.!?])\s+', (page['body'] or '').strip())[:chance.choice([1, 2, 3])]
        stream.append({'id': f's{number}', 't': chance.random() * 8 * 86400, 'title': page.get('title') or '',
                       'body': ' '.join(sentences)[:600], 'story': 'page:' + page['id']})
    return stream


def streams(data):
    """What is learned on, by name: each labelled set alone, and the events of ECB+ among articles that
    have nothing to do with them."""
    labelled = {name: lines(pathlib.Path(data) / f'stories/{name}.jsonl') for name in LABELLED}
    made = {'reports1': reports(data, 7), 'reports2': reports(data, 11), 'teasers': teasers(data, 5)}
    for name, stream in made.items():
        labelled[name] = sorted(stream + labelled['ecb'], key=lambda article: article['t'])
    return labelled


def background(data):
    """What word counts are made of: all pages, and one article of each labelled story, so that a
    story with many reports does not make its own words common."""
    for page in pages(data):
        yield {'title': page.get('title') or '', 'body': page['body'] or ''}
    for name in LABELLED:
        stories = collections.OrderedDict()
        for article in lines(pathlib.Path(data) / f'stories/{name}.jsonl'):
            stories.setdefault(article['story'], article)
        for article in stories.values():
            yield {'title': article['title'], 'body': article.get('body') or ''}
