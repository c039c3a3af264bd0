#!/usr/bin/env python3
"""Writes assets.c: the pages, texts, schema and static files that stand inside the binary.

Static files get a name with a hash of their bytes, so that they can be cached for ever, and a
compressed twin. Wherever a page or a style sheet says /static/NAME, the hashed name is put.
The style sheets of static/css are joined, in order of name, to /static/quitus.css.
"""
import gzip
import hashlib
import pathlib
import re
import sys

COMPRESSED = {".css", ".js", ".svg"}


def static_files(root):
    files = {p.relative_to(root / "static").as_posix(): p.read_bytes()
             for p in sorted((root / "static").rglob("*"))
             if p.is_file() and "css" not in p.relative_to(root / "static").parts[:1]}
    sheets = sorted((root / "static" / "css").glob("*.css"))
    files["quitus.css"] = b"\n".join(p.read_bytes() for p in sheets)
    htmx = root / "node_modules" / "htmx.org" / "dist" / "htmx.min.js"
    files["htmx.js"] = re.sub(rb"\n//# sourceMappingURL=.*", b"", htmx.read_bytes())
    return files


def renamed(content, names):
    """Puts the hashed names; a name that does not exist fails the build."""
    def put(match):
        name = match.group(1).decode()
        if name not in names:
            sys.exit(f"no such static file: /static/{name}")
        return b"/static/" + names[name].encode()
    return re.sub(rb"/static/([a-z0-9][a-z0-9/_.-]*[a-z0-9])", put, content)


def hashed(files):
    names, done = {}, {}
    for name, content in sorted(files.items(), key=lambda f: f[0].endswith(".css")):
        if name.endswith(".css"):
            content = renamed(content, names)
        stem, dot, end = name.rpartition(".")
        names[name] = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{end}"
        done[name] = content
    return names, done


def c_bytes(content):
    """With a NUL behind, so that text assets are strings too."""
    return ",".join(str(byte - 256 if byte > 127 else byte) for byte in content + b"\0")


def entries(root):
    names, statics = hashed(static_files(root))
    for name, content in statics.items():
        packed = gzip.compress(content, 9, mtime=0) if pathlib.Path(name).suffix in COMPRESSED else b""
        yield "static/" + names[name], content, packed
    for folder, ending in (("views", ".mustache"), ("views", ".json"), ("schema", ".sql")):
        for path in sorted((root / folder).rglob("*" + ending)):
            yield path.relative_to(root).as_posix(), renamed(path.read_bytes(), names), b""


def main():
    target, root = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    out = ['#include "base/asset.h"\n']
    table = []
    for i, (name, content, packed) in enumerate(sorted(entries(root))):
        out.append(f"static const char bytes_{i}[] = {{ {c_bytes(content)} }};")
        if packed:
            out.append(f"static const char packed_{i}[] = {{ {c_bytes(packed)} }};")
        twin = f"packed_{i}, {len(packed)}" if packed else "NULL, 0"
        table.append(f'    {{ "{name}", bytes_{i}, {len(content)}, {twin} }},')
    out.append(f"const size_t asset_count = {len(table)};")
    out.append("const struct asset asset_table[] = {\n" + "\n".join(table) + "\n};")
    text = "\n".join(out) + "\n"
    if not target.exists() or target.read_text() != text:
        target.write_text(text)


main()
