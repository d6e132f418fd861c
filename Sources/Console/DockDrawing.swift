// SPDX-License-Identifier: Apache-2.0
// The drawing of the dock: what the evidence proves, in one picture. What is not measured is drawn dashed
// with a question mark, what contradicts itself in the fault colour; it must never draw a state that only
// an order asked for.

internal import DockModel

/// A side view of the dock as inline SVG.
struct DockDrawing: Sendable {
    /// The cover as proved.
    var cover: CoverPosition?
    /// The vehicle, nil when nothing is known.
    var vehicle: VehicleFact?
    /// The charger, nil when nothing is known.
    var charger: ChargerFact?

    init(_ page: OverviewPage) {
        cover = page.cover
        vehicle = page.vehicle
        charger = page.charger
    }

    /// The drawing with its description for those who do not see it.
    var markup: HTML {
        #"""
        <svg class="dock" viewBox="0 0 480 250" role="img" aria-labelledby="dock-title dock-description">
        <title id="dock-title">The dock</title>
        <desc id="dock-description">\#(description, upTo: 600)</desc>
        <rect class="sky" x="0" y="0" width="480" height="214"/>
        <rect class="ground" x="0" y="212" width="480" height="38"/>
        \#(station)
        <rect class="shell" x="130" y="132" width="220" height="80" rx="5"/>
        <rect class="inside" x="140" y="138" width="200" height="60" rx="2"/>
        <rect class="pad" x="160" y="196" width="160" height="6" rx="2"/>
        \#(vehiclePicture)\#(coverPicture)\#(batteryPicture)
        </svg>
        """#
    }

    /// The drawing in words.
    var description: String {
        let charging = charger?.isOn.map { $0 ? "on" : "off" } ?? "not measured"
        let link = vehicle?.isLinked.map { $0 ? "up" : "down" } ?? "not measured"
        let armed = vehicle?.isArmed.map { $0 ? "armed" : "disarmed" } ?? "arming not measured"
        return """
            Cover \(Words.cover(cover)). Vehicle \(VehiclePlace(vehicle).words), \(armed). \
            Charger \(charging). Link \(link).
            """
    }

    // MARK: Cover

    private var coverPicture: HTML {
        switch cover {
        case .closed: lids(angle: 0, style: "lid")
        case .open: lids(angle: 108, style: "lid")
        case .moving:
            lids(angle: 42, style: "lid") + #"""
                <path class="motion" d="M 112 62 A 104 104 0 0 1 166 30 M 368 62 A 104 104 0 0 0 314 30"/>
                """#
        case .contradictory:
            lids(angle: 0, style: "lid fault") + lids(angle: 108, style: "lid fault ghost") + warning
        case nil: lids(angle: 0, style: "lid ghost") + sign("?", x: 240, y: 118, style: "unsure")
        }
    }

    /// Both halves of the cover, turned about their outer hinges.
    private func lids(angle: Int, style: HTML) -> HTML {
        #"""
        <rect class="\#(style)" x="124" y="122" width="115" height="11" rx="3"
        transform="rotate(\#(-angle) 129 128)"/>
        <rect class="\#(style)" x="241" y="122" width="115" height="11" rx="3"
        transform="rotate(\#(angle) 351 128)"/>
        """#
    }

    private var warning: HTML {
        #"<path class="alarm" d="M 240 78 L 262 116 L 218 116 Z"/>"#
            + sign("!", x: 240, y: 112, style: "on-alarm")
    }

    // MARK: Vehicle

    private var vehiclePicture: HTML {
        switch VehiclePlace(vehicle) {
        case .onPad: craft(x: 240, y: 172, style: "craft")
        case .flying: craft(x: 240, y: 52, style: "craft") + #"<path class="motion" d="M 240 84 V 112"/>"#
        case .elsewhere: craft(x: 427, y: 195, style: "craft fault", isFar: true)
        case .away:
            craft(x: 427, y: 96, style: "craft ghost", isFar: true)
                + sign("?", x: 427, y: 78, style: "unsure")
        case .contradictory:
            craft(x: 240, y: 172, style: "craft fault") + craft(x: 240, y: 52, style: "craft fault ghost")
        case .unknown:
            craft(x: 240, y: 172, style: "craft ghost") + sign("?", x: 240, y: 162, style: "unsure")
        }
    }

    /// A quadcopter from the side, 24 units from its middle to its feet.
    private func craft(x: Int, y: Int, style: HTML, isFar: Bool = false) -> HTML {
        let rotor: HTML = vehicle?.isArmed == true ? "rotor armed" : "rotor"
        let scale: HTML = isFar ? " scale(0.7)" : ""
        return #"""
            <g class="\#(style)" transform="translate(\#(x) \#(y))\#(scale)">
            <path class="arm" d="M -48 -8 H 48 M -48 -8 V -14 M 48 -8 V -14
            M -14 6 L -24 24 M 14 6 L 24 24 M -30 24 H -18 M 18 24 H 30"/>
            <rect class="hull" x="-20" y="-13" width="40" height="20" rx="8"/>
            <ellipse class="\#(rotor)" cx="-48" cy="-16" rx="22" ry="3"/>
            <ellipse class="\#(rotor)" cx="48" cy="-16" rx="22" ry="3"/>
            </g>
            """#
    }

    private var batteryPicture: HTML {
        let level = vehicle?.battery.map(\.value).flatMap { $0.isFinite ? min(max($0, 0), 100) : nil }
        guard let level else {
            return #"<rect class="cell ghost" x="390" y="219" width="60" height="25" rx="4"/>"#
                + sign("?", x: 420, y: 240, style: "unsure")
        }
        let style: HTML = level < 25 ? "charge low" : "charge"
        return #"""
            <rect class="cell" x="390" y="219" width="60" height="25" rx="4"/>
            <rect class="cell" x="451" y="227" width="4" height="9"/>
            <rect class="\#(style)" x="393" y="222" width="\#(Int(level * 0.54))" height="19" rx="2"/>
            """# + sign("\(Int(level.rounded())) %", x: 350, y: 240, style: "label")
    }

    // MARK: Station beside the dock: charger and link

    private var station: HTML {
        let bolt: HTML =
            switch charger?.isOn {
            case true: "bolt on"
            case false: "bolt"
            case nil: "bolt ghost"
            }
        let cable: HTML = charger?.isOn == true ? "cable on" : "cable"
        return #"""
            <path class="cable" d="M 62 158 V 108"/><path class="\#(cable)" d="M 86 202 H 130"/>
            <rect class="shell" x="38" y="158" width="48" height="54" rx="4"/>
            <path class="\#(bolt)" d="M 66 164 L 50 188 H 60 L 57 206 L 74 181 H 63 Z"/>
            """# + waves
    }

    private var waves: HTML {
        let arcs: HTML =
            "M 52 100 A 14 14 0 0 1 72 100 M 44 91 A 26 26 0 0 1 80 91 M 36 82 A 38 38 0 0 1 88 82"
        switch vehicle?.isLinked {
        case true: return #"<path class="waves on" d="\#(arcs)"/>"#
        case false:
            return
                #"<path class="waves" d="\#(arcs)"/>"#
                + #"<path class="cross" d="M 44 70 L 80 106 M 80 70 L 44 106"/>"#
        case nil:
            return #"<path class="waves ghost" d="\#(arcs)"/>"# + sign("?", x: 62, y: 62, style: "unsure")
        }
    }

    private func sign(_ text: HTML, x: Int, y: Int, style: HTML) -> HTML {
        #"<text class="\#(style)" x="\#(x)" y="\#(y)" text-anchor="middle" "#
            + #"aria-hidden="true">\#(text)</text>"#
    }
}
