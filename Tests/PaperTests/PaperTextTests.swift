// SPDX-License-Identifier: Apache-2.0
// Texts and numbers as the pages show them.

import Testing

@testable import Paper

@Suite struct PaperTextTests {
    @Test(arguments: [
        ("a\u{0}b\nc\u{7}\td", "a b c d"), ("  a  b  ", "a b"), ("\u{202E}abc\u{2066}", "abc"),
        ("x" + Sample.noCharacters, "x\u{FFFD}\u{FFFD}\u{FFFD}"),
        ("µ Ω ° ä", "µ Ω ° ä"), ("", ""), ("\u{AD}a\u{200B}b", "ab"),
    ])
    func `foreign text becomes one line of letters`(text: String, line: String) {
        #expect(PaperText.line(text) == line)
    }

    @Test func `a long text is cut and says so`() {
        #expect(
            PaperText.line(String(repeating: "a", count: 500)) == String(repeating: "a", count: 400) + "…"
        )
        #expect(PaperText.line(String(repeating: "a", count: 400)).hasSuffix("a"))
        #expect(PaperText.line(String(repeating: "\u{200B}", count: 9_000) + "a") == "…")
    }

    @Test func `text within XML stays text`() {
        #expect(PaperText.xml("<a href='x'>&\"\u{1}") == "&lt;a href=&apos;x&apos;&gt;&amp;&quot;")
    }

    @Test(arguments: [
        ("abc", "abc"), ("שלום", "םולש"), ("Dock שלום 12 עולם b", "Dock םלוע 12 םולש b"),
        ("א (12)", "א (12)"), ("א(ב)ג d", "ג(ב)א d"),
    ])
    func `right to left runs are turned about`(text: String, visual: String) {
        #expect(PaperText.visual(text) == visual)
    }

    @Test(
        arguments: [
            ("سلام", [0xFEB3, 0xFEFC, 0xFEE1]), ("بيت", [0xFE91, 0xFEF4, 0xFE96]),
            ("دار", [0xFEA9, 0xFE8D, 0xFEAD]),
            ("كَتَب", [0xFEDB, 0x064E, 0xFE98, 0x064E, 0xFE90]), ("پیچ", [0xFB58, 0xFBFF, 0xFB7B]),
            ("لا", [0xFEFB]),
            ("ء", [0xFE80]), ("abc", [0x61, 0x62, 0x63]), ("يي ي", [0xFEF3, 0xFEF2, 0x20, 0xFEF1]),
        ] as [(String, [UInt32])])
    func `Arabic letters take the form of their place in the word`(text: String, forms: [UInt32]) {
        #expect(ArabicLetters.joined(text).unicodeScalars.map(\.value) == forms)
    }

    @Test func `numbers have the decimals and the sign of the language`() {
        #expect(NumberText.text(1.25, decimals: 1) == "1.3")
        #expect(NumberText.text(-0.01, decimals: 1) == "0.0")
        #expect(NumberText.text(-1234.5, decimals: 2, language: .german) == "-1234,50")
        #expect(NumberText.text(.nan, decimals: 1) == nil)
        #expect(NumberText.text(1e300, decimals: 1) == nil)
        #expect(NumberText.text(1e12, decimals: 6) == "1000000000000.000000")
        #expect(NumberText.short(2.6) == "2.6")
        #expect(NumberText.short(412, language: .german) == "412")
        #expect(NumberText.short(0) == "0")
    }

    @Test func `lines are no wider than they may be and lose no word`() throws {
        let fonts = try FontShelf()
        let style = TextStyle(size: 9)
        let text =
            "the cover of dock NORTH does not close " + String(repeating: "W", count: 80) + " end"
        for width in [40.0, 77, 150, 400] {
            let lines = fonts.lines(text, style, width: width)
            #expect(lines.allSatisfy { fonts.width($0, style) <= width })
            #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
            let cut = fonts.lines(text, style, width: width, most: 2)
            #expect(cut.count <= 2)
            #expect(cut.count == lines.count || cut[1].hasSuffix("…"))
        }
        #expect(fonts.lines("WWW", style, width: 1) == ["W", "W", "W"])
        #expect(fonts.lines("", style, width: 10).isEmpty)
        #expect(fonts.fitted("WWWW", style, width: 0) == "…")
    }

    @Test func `the fonts are installed`() throws {
        #expect(try PaperFonts.missing() == [], "install \(PaperFonts.package)")
    }
}

@Suite struct PaperPhraseTests {
    private func names(_ text: String) -> [String] {
        text.split(separator: "{", omittingEmptySubsequences: false).dropFirst()
            .compactMap { $0.split(separator: "}").first.map(String.init) }.sorted()
    }

    @Test(arguments: PaperPhrase.allCases)
    func `each phrase has its German form with the same words to fill in`(
        phrase: PaperPhrase
    ) throws {
        let german = try #require(phrase.german)
        #expect(!german.isEmpty)
        #expect(names(german) == names(phrase.rawValue))
    }

    @Test func `a brace in a value stays a brace`() {
        #expect(PaperLanguage.english(.ofDock, ["dock": "{dock} {n}"]) == "Dock {dock} {n}")
        #expect(PaperLanguage.german(.ofDock) == "Dock {dock}")
    }
}
