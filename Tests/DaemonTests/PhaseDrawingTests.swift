// SPDX-License-Identifier: Apache-2.0
// The drawing of the phases in the documents is the one that the core's table gives.

import Foundation
import RoostCore
import RoostDaemon
import Testing

@Suite struct ThePhasesDrawn {
    @Test func `the drawing in the documents is what the table of changes gives`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let kept = try String(contentsOf: root.appendingPathComponent("docs/safety/phases.svg"), encoding: .utf8)
        #expect(kept == PhaseDrawing.svg(), "run: roost phases --svg > docs/safety/phases.svg")
    }

    @Test func `the drawing is well-formed XML and names every phase`() {
        let svg = PhaseDrawing.svg()
        let parser = XMLParserCheck(svg)
        #expect(parser.isWellFormed)
        for phase in Phase.allCases { #expect(svg.contains(">\(phase.rawValue)</text>")) }
    }
}

/// Tags open and close in order, and text has no bare markup: enough for a drawing of ours.
private struct XMLParserCheck {
    let isWellFormed: Bool

    init(_ text: String) {
        var open: [Substring] = []
        var rest = text[...]
        while let start = rest.firstIndex(of: "<") {
            if rest[..<start].contains(">") || rest[..<start].contains("&") {
                isWellFormed = false
                return
            }
            guard let end = rest[start...].firstIndex(of: ">") else {
                isWellFormed = false
                return
            }
            let tag = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasSuffix("/") { continue }
            let name = tag.prefix { $0 != " " }
            if name.hasPrefix("/") {
                guard open.popLast() == name.dropFirst() else {
                    isWellFormed = false
                    return
                }
            } else {
                open.append(name)
            }
        }
        isWellFormed = open.isEmpty
    }
}
