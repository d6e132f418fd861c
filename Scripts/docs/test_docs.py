# SPDX-License-Identifier: Apache-2.0
"""The checks of the documentation can fail: a wrong verb, option or link is found, and a good one is not blamed."""
import importlib.machinery
import importlib.util
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True


def script(name):
    path = pathlib.Path(__file__).resolve().parent.parent / name
    loader = importlib.machinery.SourceFileLoader(name.replace("-", "_"), str(path))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def argument(name, kind="option", repeating=False):
    return {"kind": kind, "isRepeating": repeating, "names": [{"kind": "long", "name": name}], "valueName": name}


test_docs, make_docs = script("test-docs"), script("make-docs")
GRAMMAR = test_docs.Grammar({"commandName": "roost", "subcommands": [
    {"commandName": "wear", "defaultSubcommand": "list", "subcommands": [
        {"commandName": "list", "arguments": [argument("storage"), argument("json", "flag")]},
        {"commandName": "show", "arguments": [argument("part", "positional")],
         "discussion": "Example:\n  roost wear show motor"}]}]})


class CommandTests(unittest.TestCase):
    def test_known_commands_pass(self):
        for line in ("wear", "wear --json", "wear --storage ./var", "wear list --storage=./var", "wear show motor"):
            self.assertIsNone(GRAMMAR.fault(line.split(), True), line)

    def test_unknown_verbs_options_and_words_are_found(self):
        for line in ("were", "wear lost", "wear --jason", "wear show a b", "wear --storage"):
            self.assertIsNotNone(GRAMMAR.fault(line.split(), True), line)

    def test_calls_are_found_wherever_they_stand(self):
        def calls(line):
            return [" ".join(call) for call in test_docs.calls(line)]
        self.assertEqual(calls("sudo -u roost roost wear --json  # a comment; more"), ["wear --json"])
        self.assertEqual(calls("echo x | roost outbox enqueue > a && roost status"), ["outbox enqueue", "status"])
        self.assertEqual(calls(".build/release/roost check-config site"), ["check-config site"])
        self.assertEqual(calls("ls /var/lib/roost"), [])

    def test_examples_of_the_help_are_read(self):
        self.assertEqual(list(GRAMMAR.examples()), [("roost wear show", "roost wear show motor")])


class LinkTests(unittest.TestCase):
    def faults(self, body):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder).resolve()
            (out / "b.html").write_text('<h1 id="top">b</h1><a href="a.html">a</a>')
            (out / "a.html").write_text(f'<a href="b.html">b</a>{body}')
            return make_docs.check(out)[0]

    def test_good_links_pass(self):
        self.assertEqual(self.faults('<a href="b.html#top">b</a><a href="https://example.org">far</a>'), [])

    def test_dead_links_anchors_and_foreign_assets_are_found(self):
        for body in ('<a href="c.html">c</a>', '<a href="b.html#end">b</a>', '<img src="c.png" alt="c">',
                     '<img src="https://example.org/c.png" alt="c">', '<script src="https://example.org/c.js"></script>'):
            self.assertEqual(len(self.faults(body)), 1, body)

    def test_a_picture_without_words_and_a_page_without_a_way_are_found(self):
        self.assertEqual(len(self.faults('<img src="b.html">')), 1)
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder).resolve() / "a.html").write_text("<p>nobody leads here</p>")
            self.assertEqual(len(make_docs.check(pathlib.Path(folder).resolve())[0]), 1)

    def test_anchors_are_those_of_github(self):
        taken = set()
        self.assertEqual(make_docs.slug("dock.yaml: mail", taken), "dockyaml-mail")
        self.assertEqual([make_docs.slug("A b", taken), make_docs.slug("A b", taken)], ["a-b", "a-b-1"])


if __name__ == "__main__":
    unittest.main()
