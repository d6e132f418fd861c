// SPDX-License-Identifier: Apache-2.0
// The flight page as markup: the map, what its lines mean, and the figures. What the vehicle has not told is said to be
// not measured.

internal import DockModel

extension FlightPage {
    /// The page.
    func rendered(_ style: TimeStyle) -> String {
        let content: HTML = #"""
            <h1>Flight</h1>
            <p class="soft">\#(Words.time(now, style)). \#(heading)</p>
            <section class="card"><figure>\#(FlightMap(self).markup)
            <figcaption>\#(legend)</figcaption></figure></section>
            <div class="grid">\#(flightCard(style))\#(vehicleCard)</div>
            """#
        return PageFrame(title: "Flight", place: .flight, isLive: true, content: content).rendered
    }

    private var heading: HTML {
        switch source {
        case .live: Words.badge("In flight", .attention)
        case .last: "The last flight."
        case .none: "No flight yet; the plan of the next run is shown."
        }
    }

    private var legend: HTML {
        var entries: [HTML] = [#"<span class="key home-key">H</span> dock"#]
        if !path.isEmpty { entries.append(#"<span class="key path-key"></span> flown"#) }
        if !way.isEmpty { entries.append(#"<span class="key way-key"></span> planned"#) }
        if fence.contains(where: \.isInclusion) {
            entries.append(#"<span class="key fence-key"></span> fence, stay inside"#)
        }
        if fence.contains(where: { !$0.isInclusion }) {
            entries.append(#"<span class="key keepout-key"></span> fence, stay out"#)
        }
        if !rally.isEmpty { entries.append(#"<span class="key rally-key">R</span> rally point"#) }
        if craft != nil { entries.append(#"<span class="key craft-key">✕</span> vehicle"#) }
        return #"<ul class="legend">\#(entries.map { entry -> HTML in "<li>\(entry)</li>" })</ul>"#
    }

    private func flightCard(_ style: TimeStyle) -> HTML {
        let progress: HTML =
            itemCount.map { count in "\(reachedItem ?? 0) of \(count) items" } ?? Words.notMeasured
        return card(
            "Flight",
            facts([
                ("Run", run.map { "\($0)" } ?? "none"), ("Plan", plan.map { "\($0)" } ?? "none"),
                ("Took off", takeoff.map { Words.time($0, from: now, style) } ?? "not yet"),
                ("Landed", landed.map { Words.time($0, from: now, style) } ?? "not yet"),
                ("Progress", progress), ("Way flown", Words.quantity(travelled)),
            ]))
    }

    private var vehicleCard: HTML {
        card(
            "Vehicle",
            facts([
                ("Place", "\(VehiclePlace(vehicle).words)"),
                ("Link", Words.yesNo(vehicle?.isLinked, yes: "up", no: Words.badge("down", .bad))),
                ("Mode", Words.text(vehicle?.mode)), ("Battery", Words.quantity(vehicle?.battery)),
                ("Height", Words.quantity(vehicle?.position?.height)), ("Speed", Words.quantity(speed)),
                ("From the dock", Words.quantity(distance)), ("Position", Words.position(vehicle?.position)),
            ]))
    }
}
