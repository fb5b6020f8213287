#!/usr/bin/env bash
# crates/web/fonts/make.sh: cuts the fonts of the pages anew out of Newsreader, and puts them here.
#
# Newsreader comes as an npm package under the SIL Open Font License, whose text stands beside the
# fonts. What every page writes with is cut as light as it can be: a roman for texts and one for
# headlines, which is lighter and narrower in large sizes, each of one weight. A bold roman and an
# italic with its axis of weight are asked for where a page has them. Each has, in a file that a
# browser only asks for when it meets one of them, all other Latin letters. Needs npm and python3.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

package=@fontsource-variable/newsreader@5.3.0
digest=4b8cfba8f4e79abe7b221b761b751d76569fd2d2303a9cace2e90b862c56630d

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet fonttools==4.68.0 brotli==1.2.1
npm pack --silent --pack-destination "$work" "$package" >/dev/null
echo "$digest  $(ls "$work"/*.tgz)" | sha256sum --check --quiet
tar -xzf "$work"/*.tgz -C "$work"

# What remains is what European languages, Turkish, Azerbaijani, Welsh and romanized Chinese write with.
letters=U+0-FF,U+100-17F,U+18F,U+192,U+1CD-1DC,U+1E6-1E7,U+218-21B,U+237,U+259,U+2BB-2BC,U+2C6-2C7,U+2D8-2DD
letters+=,U+300-30C,U+327-328,U+1E80-1E85,U+1E9E,U+2000-206F,U+20A0-20C0,U+2113,U+2116,U+2122,U+2190-2193,U+2212,U+2215
# Of those, and of signs, what almost every page of a western language has. Rarer signs are the device's own.
core=U+20-7E,U+A0-A3,U+A7-A9,U+AB,U+AD-AE,U+B0-B1,U+B7,U+BB,U+BD,U+BF-FF,U+152-153,U+2013-2014,U+2018-201E
core+=,U+2022,U+2026,U+2039-203A,U+20AC,U+2212
features=kern,liga,mark,mkmk,ccmp,locl,tnum,pnum

# cut PART STYLE SIZE WEIGHTS NAME: PART is latin or latin-ext; SIZE is that of the design, in points.
cut() {
    "$work/venv/bin/fonttools" varLib.instancer --quiet \
        "$work/package/files/newsreader-$1-opsz-$2.woff2" "opsz=$3" "wght=$4" -o "$work/cut.ttf"
    "$work/venv/bin/pyftsubset" "$work/cut.ttf" --unicodes="$letters" --layout-features="$features" \
        --no-hinting --flavor=woff2 --output-file="$5.woff2"
}

# light SIZE WEIGHT NAME: a roman of one weight for western Europe, without what nobody sees.
light() {
    "$work/venv/bin/fonttools" varLib.instancer --quiet \
        "$work/package/files/newsreader-latin-opsz-normal.woff2" "opsz=$1" "wght=$2" -o "$work/cut.ttf"
    "$work/venv/bin/python" trim.py "$work/cut.ttf" "$work/light.ttf"
    "$work/venv/bin/pyftsubset" "$work/light.ttf" --unicodes="$core" --layout-features=kern,liga --name-IDs= \
        --no-hinting --flavor=woff2 --output-file="$3.woff2"
}

light 18 400 newsreader-text
light 18 600 newsreader-bold
light 52 580 newsreader-display
cut latin italic 18 400:700 newsreader-italic
cut latin-ext normal 18 400:700 newsreader-text-ext
cut latin-ext italic 18 400:700 newsreader-italic-ext
cut latin-ext normal 52 580 newsreader-display-ext
cp "$work/package/LICENSE" OFL.txt
wc -c ./*.woff2
