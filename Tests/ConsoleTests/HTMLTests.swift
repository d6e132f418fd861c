// SPDX-License-Identifier: Apache-2.0
// Escaping: foreign text stays text in every place and every length.

import Testing

@testable import Console

@Suite struct HTMLTests {
    @Test func `interpolated text is escaped and literals are not`() {
        let name = #"<b class="x">&'"#
        let markup: HTML = "<p>\(name)</p>"
        #expect(markup.text == "<p>&lt;b class=&quot;x&quot;&gt;&amp;&#39;</p>")
    }

    @Test func `markup inside markup is not escaped twice`() {
        let inner: HTML = "<i>\("a<b")</i>"
        let outer: HTML = "<p>\(inner)\([inner, inner])\(7)</p>"
        #expect(outer.text == "<p><i>a&lt;b</i><i>a&lt;b</i><i>a&lt;b</i>7</p>")
    }

    @Test func `text is cut at its limit and never inside an entity`() {
        let text = String(repeating: "<", count: 1_000)
        let markup: HTML = "\(text, upTo: 10)"
        #expect(markup.text == "&lt;&lt;…")
        let standard: HTML = "\(text)"
        #expect(standard.text.utf8.count <= HTML.fieldLimit + 3)
    }

    @Test func `a single character of ten thousand marks is cut too`() {
        let markup: HTML = "\("a" + String(repeating: "\u{301}", count: 10_000))"
        #expect(markup.text.utf8.count <= HTML.fieldLimit + 3)
    }

    @Test func `controls and direction marks become visible`() {
        let markup: HTML = "\("a\0b\u{202E}c\u{2067}d\u{9F}e\r\nf")"
        #expect(markup.text == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\nf")
    }

    @Test func `text of other scripts is kept`() {
        let markup: HTML = "\("Zürich 北京 🚁")"
        #expect(markup.text == "Zürich 北京 🚁")
    }
}

@Suite struct JSONValueTests {
    @Test func `values keep their order and their kind`() {
        let value = JSONValue([("b", 1), ("a", [true, false]), ("none", String?.none), ("x", 2.5)])
        #expect(value.rendered == #"{"b":1,"a":[true,false],"none":null,"x":2.5}"#)
    }

    @Test func `numbers that JSON cannot write are null`() {
        let value = JSONValue.list([
            .number(.nan), .number(-.infinity), .number(1e300), .number(3), .number(-0.5),
        ])
        #expect(value.rendered == "[null,null,1e+300,3,-0.5]")
    }

    @Test func `text cannot leave its quotes or become a tag`() {
        let value = JSONValue.text("\"\\\n\u{0}</script>&\u{2028}é🚁")
        #expect(value.rendered == #""\"\\\n\u0000\u003c/script\u003e\u0026\u2028é🚁""#)
    }
}
