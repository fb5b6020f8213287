"""trim.py IN OUT: makes a cut of Newsreader lighter without showing it.

Figures are the proportional ones, since nothing set in Newsreader stands in columns. Kerning keeps its
classes, in which letters with accents are; of the exceptions to them, which are more than half of a cut,
those remain that are of plain letters and signs and large enough to be seen.
"""

import sys

from fontTools.ttLib import TTFont

# In units of 2,000 to the em: at 20 pixels, a sixth of a pixel.
SEEN = 16

source, target = sys.argv[1:]
font = TTFont(source)

figures = {}
for feature in font["GSUB"].table.FeatureList.FeatureRecord:
    if feature.FeatureTag == "pnum":
        for index in feature.Feature.LookupListIndex:
            for table in font["GSUB"].table.LookupList.Lookup[index].SubTable:
                figures.update(getattr(table, "ExtSubTable", table).mapping)
for table in font["cmap"].tables:
    table.cmap = {code: figures.get(glyph, glyph) for code, glyph in table.cmap.items()}

plain = {glyph for code, glyph in font.getBestCmap().items() if code < 0x7F or code > 0x1FFF}
for lookup in font["GPOS"].table.LookupList.Lookup:
    for table in lookup.SubTable:
        table = getattr(table, "ExtSubTable", table)
        if table.LookupType != 2 or table.Format != 1:
            continue
        kept = []
        for glyph, pairs in zip(table.Coverage.glyphs, table.PairSet):
            pairs.PairValueRecord = [
                pair
                for pair in pairs.PairValueRecord
                if glyph in plain and pair.SecondGlyph in plain
                and pair.Value1 and abs(pair.Value1.XAdvance) >= SEEN
            ]
            pairs.PairValueCount = len(pairs.PairValueRecord)
            if pairs.PairValueRecord:
                kept.append((glyph, pairs))
        table.Coverage.glyphs = [glyph for glyph, _ in kept]
        table.PairSet = [pairs for _, pairs in kept]
        table.PairSetCount = len(kept)
font.save(target)
