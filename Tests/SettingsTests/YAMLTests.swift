// SPDX-License-Identifier: Apache-2.0
// What the YAML layer refuses, with exact places and words, and that hostile files end quickly.

import Testing

@testable import Settings

struct YAMLRefusals {
    @Test(arguments: [
        (
            "a: &x 1\nb: *x\n",
            "a.yaml:1:4: anchors (&) are not used here (write the value out, or put the text in quotes)"
        ),
        (
            "cron: */5 * * * *\n",
            "a.yaml:1:7: aliases (*) are not used here (write the value out, or put the text in quotes)"
        ),
        (
            "a: !!python/object x\n",
            "a.yaml:1:4: tags (!) are not used here (remove the tag, or put the text in quotes)"
        ),
        ("a:\n\tb: 1\n", "a.yaml:2:1: a tab indents this line (indent with spaces)"),
        ("%YAML 1.2\n---\na: 1\n", "a.yaml:1:1: YAML directives are not used here (remove the line)"),
        ("", "a.yaml:1:1: the file is empty (see the example of this file)"),
        ("# nothing\n", "a.yaml:1:1: the file is empty (see the example of this file)"),
        (
            "a: [1, 2\nb: 3\n",
            "a.yaml:2:2: this is not YAML: did not find expected ',' or ']' "
                + "(check indentation, colons and quotes near here)"
        ),
        (
            "a: 1\n---\nb: 2\n",
            "a.yaml:2:1: this is not YAML: but found another document "
                + "(check indentation, colons and quotes near here)"
        ),
        ("? [a, b]\n: 1\n", "a.yaml:1:3: a key is a list or a mapping (use a plain word as key)"),
        ("a: \"\u{1}\"\n", "a.yaml:1:5: control character U+0001 (remove it)"),
        ("a: 1\0\n", "a.yaml:1:5: control character U+0000 (remove it)"),
    ])
    func `a construct that a configuration does not need is refused with its place`(
        text: String, message: String
    ) {
        #expect(yamlProblems(text) == [message])
    }

    @Test func `bytes that are not UTF-8 are refused with their place`() {
        #expect(
            yamlProblems([97, 58, 32, 49, 10, 98, 58, 32, 0xC3, 0x28, 10])
                == ["a.yaml:2:4: this byte is not UTF-8 (save the file as UTF-8)"])
        #expect(yamlProblems([0xFF, 0xFE, 97, 0]) == ["a.yaml:1:1: the file is UTF-16 (save it as UTF-8)"])
    }

    @Test func `a UTF-8 byte order mark is skipped`() {
        #expect(yamlProblems([0xEF, 0xBB, 0xBF] + Array("a: 1\n".utf8)).isEmpty)
        #expect(yamlProblems("a: 1\nb: \u{FEFF}2\n") == ["a.yaml:2:4: control character U+FEFF (remove it)"])
    }

    @Test func `every duplicate key is reported where it occurs again`() {
        let text = "a: 1\nb: {c: 1, c: 2}\na: 3\na: 4\n\"d\": 5\nd: 6\n7: x\n7: y\n"
        #expect(
            yamlProblems(text) == [
                "a.yaml:2:11: key \"c\" occurs again; it was at line 2, column 5 (keep one)",
                "a.yaml:3:1: key \"a\" occurs again; it was at line 1, column 1 (keep one)",
                "a.yaml:4:1: key \"a\" occurs again; it was at line 1, column 1 (keep one)",
                "a.yaml:6:1: key \"d\" occurs again; it was at line 5, column 1 (keep one)",
                "a.yaml:8:1: key \"7\" occurs again; it was at line 7, column 1 (keep one)",
            ])
    }

    @Test func `an alias bomb is refused at its first anchor`() {
        var text = "a: &a [x, x, x, x, x, x, x, x, x]\n"
        for (previous, next) in zip("abcdefgh", "bcdefghi") {
            text +=
                "\(next): &\(next) [" + Array(repeating: "*\(previous)", count: 9).joined(separator: ", ")
                + "]\n"
        }
        #expect(
            yamlProblems(text)
                == [
                    "a.yaml:1:4: anchors (&) are not used here (write the value out, or put the text in quotes)"
                ])
    }

    @Test(arguments: 0..<5)
    func `deep nesting is refused before it is parsed`(kind: Int) {
        let text =
            switch kind {
            case 0: String(repeating: "[", count: 100_000)
            case 1: String(repeating: "{a: ", count: 50_000)
            case 2: String(repeating: "- ", count: 100_000)
            case 3: String(repeating: "? ", count: 100_000)
            default: (0..<600).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
            }
        let found = yamlProblems(text)
        #expect(
            found.count == 1 && (found[0].contains("nested deeper than 32") || found[0].contains("indented")))
    }

    @Test func `a file that is too large is not parsed`() {
        #expect(
            yamlProblems([UInt8](repeating: 35, count: 300_000))
                == [
                    "a.yaml:1:1: the file has 300000 bytes, more than 262144 (split it or remove what it does not need)"
                ])
    }

    @Test(arguments: [
        "a: \"& * ! [ {\"", "a: '*x'", "a: x & y * z", "a: 5 * * * *", "a: b:*c", "# & *\na: 1",
        "a: |\n  * one\n  & two\nb: 1",
        "a: >-\n  *x\n\n  *y\nb: 1", "a: [x, \"*\", 'it''s']", "a: \"\\\"*\"", "a: it's * here", "a: -1",
        "a:\t1",
        "a: x#*y", "{a: 1, b: [c, d]}", "- a\n- b: 1\n  c: 2",
    ])
    func `ordinary text with stars and ampersands is accepted`(text: String) {
        #expect(yamlProblems(text + "\n").isEmpty)
    }

    @Test(arguments: [
        "{\"a\":*x}", "[a,*x]", "a:\n- *x", "- - *x", "? *x", "a: \"b\"\n*x : 1", "a: |\n  b\n*x : 1",
        "a: [\n*x]",
        "a: # c\n  *x", "{a: 1, ? *x}",
    ])
    func `an alias is found wherever YAML allows one`(text: String) {
        let found = yamlProblems("y: 1\n" + text + "\n")
        #expect(found.count == 1 && found[0].contains("aliases (*) are not used here"), "\(found)")
    }

    @Test func `a value knows its place also behind wide characters`() {
        let log = ProblemLog(file: "a.yaml")
        let node = parseYAML(Array("é€𝄞: [1, x]\n".utf8), log: log)
        guard case .mapping(let entries)? = node?.kind, case .sequence(let items) = entries[0].value.kind
        else {
            Issue.record("not a mapping of lists")
            return
        }
        #expect(items[1].place == Place(line: 1, column: 10))
    }
}

struct Measures {
    @Test(arguments: [
        ("12 m/s", Dimension.speed, 12), ("36 km/h", .speed, 10), ("12m/s", .speed, 12),
        ("5 min", .duration, 300),
        ("90 ms", .duration, 0.09), ("-10 °C", .temperature, -10), ("263.15 K", .temperature, -10),
        ("14 °F", .temperature, -10), ("0.5 Ω", .resistance, 500), ("1e2 mA", .current, 0.1),
        ("50%", .share, 50),
        ("3 h", .duration, 10_800), ("2 d", .duration, 172_800),
    ])
    func `units are converted`(text: String, dimension: Dimension, expected: Double) throws {
        #expect(abs(try measure(text, dimension) - expected) < 1e-9)
    }

    @Test(arguments: [
        "nan m/s", "inf m/s", "0x10 m/s", "m/s", "", "1e999 m/s", "1 2 m/s", "--1 m/s", "١ m/s",
    ])
    func `what is no number with a known unit is refused`(text: String) {
        #expect(throws: MeasureFault.self) { try measure(text, .speed) }
    }

    @Test func `a mistyped word finds its neighbour and a strange one none`() {
        #expect(nearest(to: "wnd_gust", in: ["wind_mean", "wind_gust"]) == "wind_gust")
        #expect(nearest(to: "recpients", in: ["recipients", "port"]) == "recipients")
        #expect(nearest(to: "ohst", in: ["port", "host"]) == "host")
        #expect(nearest(to: "elephant", in: ["port", "host"]) == nil)
        #expect(nearest(to: String(repeating: "x", count: 100_000), in: ["port"]) == nil)
    }
}
