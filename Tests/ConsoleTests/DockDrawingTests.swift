// SPDX-License-Identifier: Apache-2.0
// The drawing shows what the evidence proves: each state differs, and no state is drawn without evidence.

import DockModel
import Testing

@testable import Console

@Suite struct DockDrawingTests {
    private func drawing(
        cover: CoverPosition? = .closed, isOnPad: Bool? = true, isLanded: Bool? = true, isOn: Bool? = true
    ) -> DockDrawing {
        var page = SampleDock.wellPage
        page.cover = cover
        page.vehicle?.isOnPad = isOnPad
        page.vehicle?.isLanded = isLanded
        page.charger?.isOn = isOn
        return DockDrawing(page)
    }

    @Test func `each cover position has its own picture`() {
        let pictures = [CoverPosition.closed, .open, .moving, .contradictory, nil].map {
            drawing(cover: $0).markup.text
        }
        #expect(Set(pictures).count == 5)
        #expect(pictures[0].contains(#"transform="rotate(0 351 128)"#))
        #expect(pictures[0].contains(#"<rect class="lid" x="124""#))
        #expect(pictures[1].contains(#"transform="rotate(-108 129 128)"#))
        #expect(pictures[3].contains("lid fault ghost"))
        #expect(pictures[4].contains("lid ghost"))
        #expect(!pictures[4].contains(#"class="lid""#))
    }

    @Test(
        arguments: [
            (true, true, .onPad), (true, nil, .onPad), (true, false, .contradictory), (false, false, .flying),
            (nil, false, .flying), (false, true, .elsewhere), (false, nil, .away), (nil, true, .unknown),
            (nil, nil, .unknown),
        ] as [(Bool?, Bool?, VehiclePlace)])
    func `both witnesses together place the vehicle`(isOnPad: Bool?, isLanded: Bool?, place: VehiclePlace) {
        let drawing = drawing(isOnPad: isOnPad, isLanded: isLanded)
        #expect(VehiclePlace(drawing.vehicle) == place)
        #expect(drawing.description.contains("Vehicle \(place.words)"))
    }

    @Test func `the charger is drawn on only when it is confirmed on`() {
        #expect(drawing(isOn: true).markup.text.contains("bolt on"))
        #expect(!drawing(isOn: false).markup.text.contains("bolt on"))
        #expect(drawing(isOn: nil).markup.text.contains("bolt ghost"))
    }

    @Test(arguments: [-5.0, 0, 100, 250, 1e300]) func `a battery never leaves its outline`(percent: Double) {
        var drawing = drawing()
        drawing.vehicle?.battery = Percent(percent)
        let width = percent <= 0 ? 0 : 54
        #expect(drawing.markup.text.contains(#"y="222" width="\#(width)" height="19""#))
    }

    @Test func `a battery that is no number is drawn as not measured`() {
        var drawing = drawing()
        drawing.vehicle?.battery = Percent(.nan)
        #expect(drawing.markup.text.contains("cell ghost"))
    }

    @Test func `the drawing is described for those who do not see it`() {
        var drawing = drawing(cover: .moving, isOnPad: false, isLanded: false, isOn: false)
        drawing.vehicle?.isArmed = true
        #expect(
            drawing.description
                == "Cover neither open nor closed: moving or stopped between. Vehicle flying, armed. "
                    + "Charger off. Link up."
        )
    }
}

@Suite struct StyleSheetTests {
    /// Relative luminance of "#rrggbb" as WCAG defines it.
    private func luminance(_ colour: String) throws -> Double {
        let number = try #require(Int(colour.dropFirst(), radix: 16))
        let channels = [16, 8, 0].map { shift -> Double in
            let share = Double((number >> shift) & 0xFF) / 255
            return share <= 0.04045 ? share / 12.92 : power((share + 0.055) / 1.055)
        }
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }

    /// x to the power 2.4: the fifth root of x to the twelfth, by Newton's steps.
    private func power(_ x: Double) -> Double {
        let target = (0..<12).reduce(1.0) { product, _ in product * x }
        var root = 1.0
        for _ in 0..<60 { root = (4 * root + target / (root * root * root * root)) / 5 }
        return root
    }

    private func contrast(_ theme: [(name: String, colour: String)], _ text: String, _ ground: String) throws
        -> Double
    {
        let colours = Dictionary(uniqueKeysWithValues: theme.map { ($0.name, $0.colour) })
        let one = try luminance(#require(colours[text]))
        let other = try luminance(#require(colours[ground]))
        return (max(one, other) + 0.05) / (min(one, other) + 0.05)
    }

    @Test func `black on white has the contrast WCAG names`() throws {
        let theme = [
            (name: "a", colour: "#000000"), (name: "b", colour: "#ffffff"), (name: "c", colour: "#777777"),
        ]
        #expect(abs(try contrast(theme, "a", "b") - 21) < 0.001)
        #expect(abs(try contrast(theme, "c", "b") - 4.478) < 0.001)
    }

    @Test(arguments: ["text", "soft", "link", "good", "attention", "bad"], ["card", "ground"])
    func `text keeps AA contrast on both themes`(text: String, ground: String) throws {
        #expect(try contrast(StyleSheet.light, text, ground) >= 4.5)
        #expect(try contrast(StyleSheet.dark, text, ground) >= 4.5)
    }

    @Test(arguments: [
        ("lid", "sky"), ("shell", "sky"), ("good", "sky"), ("bad", "sky"), ("soft", "sky"), ("link", "sky"),
        ("text", "earth"),
        ("good", "earth"), ("bad", "earth"), ("link", "inside"), ("text", "inside"), ("soft", "inside"),
        ("soft", "earth"),
    ])
    func `shapes of the drawing keep the contrast of graphics on both themes`(shape: String, ground: String)
        throws
    {
        #expect(try contrast(StyleSheet.light, shape, ground) >= 3)
        #expect(try contrast(StyleSheet.dark, shape, ground) >= 3)
    }

    @Test func `nothing is loaded from elsewhere`() {
        #expect(!StyleSheet.text.contains("url("))
        #expect(!StyleSheet.text.contains("@import"))
        #expect(StyleSheet.text.utf8.count < 8_000)
    }
}
