// SPDX-License-Identifier: Apache-2.0
// Alternate landing places, energy rates, centring rods and the service key in dock.yaml: what is taken and what is
// refused with file, line, column, words and remedy.

import DockModel
import Foundation
import Testing

@testable import Settings

private let places = "# alternates:"

@Suite struct AlternateSettingsTests {
    private func dock(_ changes: [(String, String)]) throws -> DockSettings {
        var texts = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
        for (old, new) in changes {
            #expect(texts["dock.yaml"]?.contains(old) == true, "test mistake: \(old)")
            texts["dock.yaml"] = texts["dock.yaml"]?.replacingOccurrences(of: old, with: new)
        }
        return try DockConfiguration.load(files: ConfigurationFiles(texts: texts)).dock
    }

    @Test func `a place is taken with its name and its point`() throws {
        let dock = try dock([(places, "alternates: [{name: meadow, latitude: 47.39820, longitude: 8.54480}]\n#")])
        #expect(
            dock.alternates == [
                AlternateSettings(name: "meadow", point: PlanPoint(latitude: 47.3982, longitude: 8.5448))
            ])
    }

    @Test func `a place too far away is refused where it stands`() {
        let found = problems(
            "dock.yaml", [(places, "alternates:\n  - {name: meadow, latitude: 47.6, longitude: 8.54480}\n#")])
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("dock.yaml:") == true)
        #expect(
            found.first?.hasSuffix(
                ":30: alternates[1] \"meadow\" is 22.5 km from the dock, more than 10 km "
                    + "(compare latitude and longitude with those of the dock)") == true, "\(found)")
    }

    @Test func `a place on the dock itself, a second one of the same name and an unknown key are refused`() {
        let found = problems(
            "dock.yaml",
            [
                (
                    places,
                    """
                    alternates:
                      - {name: meadow, latitude: 47.39776, longitude: 8.54561}
                      - {name: meadow, latitude: 47.39820, longitude: 8.54480, hight: 3 m}
                    #
                    """
                )
            ])
        #expect(found.count == 3, "\(found)")
        #expect(found.contains { $0.contains("is 1 m from the dock, less than 15 m") })
        #expect(found.contains { $0.contains("alternate name \"meadow\" is used twice") })
        #expect(found.contains { $0.contains("unknown key \"hight\" in alternates[2]") })
    }

    @Test func `only a dock that does not say where it stands leaves the distances of its alternates alone`() {
        let far = (places, "alternates: [{name: meadow, latitude: 47.6, longitude: 8.54480}]\n#")
        let unusable = problems("dock.yaml", [far, ("id: NORTH", "id: \"NORTH 1\"")])
        #expect(unusable.count == 2 && unusable.contains { $0.contains("22.5 km from the dock") }, "\(unusable)")
        let homeless = problems("dock.yaml", [far, ("latitude: 47.39775", "latitude: north")])
        #expect(homeless.count == 1 && homeless.first?.contains("dock.latitude") == true, "\(homeless)")
        let lost = (places, "alternates: [{name: meadow, latitude: 147.6, longitude: 8.54480}]\n#")
        let placeless = problems("dock.yaml", [lost])
        #expect(placeless.count == 1 && placeless.first?.contains("alternates[1].latitude") == true, "\(placeless)")
    }

    @Test func `energy rates have units and bounds`() throws {
        let dock = try dock([("use: 4 %/min", "use: 180 %/h"), ("hover: 30 s", "hover: 1 min")])
        #expect(dock.energy.percentPerMinute == 3 && dock.energy.hover == .seconds(60))
        #expect(problems("dock.yaml", [("use: 4 %/min", "use: 4 %")]).count == 1)
        #expect(problems("dock.yaml", [("descent: 1.5 m/s", "descent: 0 m/s")]).count == 1)
    }

    @Test(
        arguments: [
            ("wind_landing: 15 m/s", "wind_landing: 9 m/s", "below limits.wind_gust"),
            ("landing_reserve: 15 %", "landing_reserve: 50 %", "is not below limits.battery_launch"),
            ("pack_temperature_min: 5 °C", "pack_temperature_min: 41 °C", "pack_temperature_max 40 °C"),
            ("home_unusable: 10 s", "home_unusable: 11 s", "above 10 s"),
            ("vents_smoke: false", "vents_smoke: often", "vents_smoke"),
            ("trust: synchronised", "trust: always", "clock.trust \"always\" is not known"),
        ])
    func `a limit that makes no sense is refused`(old: String, new: String, words: String) {
        let found = problems("dock.yaml", [(old, new)])
        #expect(found.count == 1 && found.first?.contains(words) == true, "\(found)")
    }

    @Test func `rods are described whole or not at all`() {
        let found = problems(
            "dock.yaml", [("  # rods_command: plc.rods_command", "  rods_command: plc.cover_command #")])
        #expect(found.count == 1, "\(found)")
        #expect(found.first?.contains("needs rods_closed_switch and rods_open_switch beside it") == true, "\(found)")
    }

    @Test func `rods and a service key are taken from points that can answer them`() throws {
        let dock = try dock([
            ("# rods_open_switch: plc.rods_open", "rods_open_switch: plc.limit_open"),
            ("# rods_closed_switch: plc.rods_closed", "rods_closed_switch: plc.limit_closed"),
            ("# rods_command: plc.rods_command", "rods_command: plc.cover_command"),
            ("# service_key: plc.service_key", "service_key: plc.estop"),
        ])
        // All but humidity, mains and UPS.
        #expect(dock.points.count == PointRole.allCases.count - 3)
        let wrong = problems("dock.yaml", [("  # service_key: plc.service_key", "  service_key: plc.pad_current")])
        #expect(wrong.count == 1 && wrong[0].contains("not bool"), "\(wrong)")
    }
}

@Suite struct Offsets {
    @Test(
        arguments: [
            PlanPoint(latitude: 47.4, longitude: 8.5), PlanPoint(latitude: -33.9, longitude: 179.99),
            PlanPoint(latitude: 0, longitude: -179.999),
        ])
    func `metres east and north lead back to the same point`(home: PlanPoint) {
        for (east, north) in [(0.0, 0.0), (500.0, -1_200.0), (-9_000.0, 3_000.0)] {
            let there = home.moved(east: east, north: north)
            #expect((-180...180).contains(there.longitude))
            let back = home.offset(to: there)
            #expect(abs(back.east - east) < 0.001 && abs(back.north - north) < 0.001)
            let straight = (east * east + north * north).squareRoot()
            #expect(abs(home.distance(to: there) - straight) <= straight * 0.002 + 0.01)
        }
    }
}
