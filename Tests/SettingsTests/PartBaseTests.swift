// SPDX-License-Identifier: Apache-2.0
// Parts that say little: the built-in catalogue, the device's profile over it, the site over both; and the words on
// what makes a use count more.

import DockModel
import Foundation
import Testing
import Wear

@testable import Settings

/// The default dock with other parts.
private func configuration(_ parts: String, adding changes: [String: String] = [:]) throws -> DockConfiguration {
    var texts = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
    texts["parts.yaml"] = "schema: roost-parts/1\nparts:\n" + parts
    for (name, text) in changes { texts[name] = text }
    return try DockConfiguration.load(files: ConfigurationFiles(texts: texts))
}

private func faults(_ parts: String) -> [String] {
    var texts = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
    texts["parts.yaml"] = "schema: roost-parts/1\nparts:\n" + parts
    return problems(in: texts)
}

@Suite struct PartBaseTests {
    @Test func `a part of which the site says its serial alone has the catalogue's figures`() throws {
        let part = try #require(configuration("  - {id: air-filter, serial: F-9}").parts.first)
        #expect(part.serial == "F-9" && part.typicalLife == 180 && part.leadTime == .seconds(14 * 86_400))
        guard case .measured(let source, _, let new, let end) = part.measure else { return #expect(Bool(false)) }
        #expect(source.rawValue == "house.filter_drop" && new == 80 && end == 160)
    }

    @Test func `the device's profile goes over the catalogue, and the site over both`() throws {
        let part = try #require(configuration("  - {id: cover-motor, lead_time: 3 d}").parts.first)
        // 4.2 A and 20,000 travels are the profile's, 240 the catalogue's, three days the site's.
        #expect(part.measure == .measured(source: .coverCurrent, unit: "A", new: 3.2, endOfLife: 4.2))
        #expect(part.typicalLife == 20_000 && part.cost == 240 && part.leadTime == .seconds(3 * 86_400))
        let own = try #require(
            configuration("  - {id: cover-motor, measure: {end_of_life: 5 A}, severity: notice}").parts.first)
        #expect(own.measure == .measured(source: .coverCurrent, unit: "A", new: 3.2, endOfLife: 5))
        #expect(own.severity == .notice)
    }

    @Test func `an entry that says its life and its lead time stands alone`() throws {
        let part = try #require(
            configuration("  - {id: cover-motor, limit: 9, counter: flights, life: {typical: 9}, lead_time: 1 d}")
                .parts.first)
        #expect(part.measure == .counted(limit: 9) && part.cost == nil && part.severity == .warning)
    }

    @Test func `a limit of the site replaces the measure beneath it, and a measure the limit`() throws {
        let counted = try #require(configuration("  - {id: charge-contacts, limit: 5000}").parts.first)
        #expect(counted.measure == .counted(limit: 5_000) && counted.law == .trend)
        let measured = try #require(
            configuration("  - {id: camera, measure: {source: house.fan_speed, start: 9 rpm, end_of_life: 1 rpm}}")
                .parts.first)
        guard case .measured(let source, _, _, _) = measured.measure else { return #expect(Bool(false)) }
        #expect(source.rawValue == "house.fan_speed" && measured.counter == .shots)
    }

    @Test(arguments: [
        (
            "  - {id: cover-motor, device: plk}",
            "parts.yaml:3:31: parts[1].device: dock.yaml has no device \"plk\" (did you mean \"plc\"?)"
        ),
        (
            "  - {id: air-filter, device: plc}",
            "parts.yaml:3:30: parts[1].device: the profile roost-dock-plc of \"plc\" has no part \"air-filter\" "
                + "(it has: charge-contacts, cover-motor)"
        ),
        (
            "  - {id: air-filter, measure: {source: house.filter_drip}}",
            "parts.yaml:3:40: parts[1].measure.source: no device of dock.yaml has the point \"house.filter_drip\" "
                + "(did you mean \"house.filter_drop\"?)"
        ),
        (
            "  - {id: box-fan, stress: {clock: fan, temperature: house.fan_speed}}",
            "parts.yaml:3:53: parts[1].stress.temperature \"house.fan_speed\" is in rpm, not in °C "
                + "(name a signal in °C)"
        ),
        (
            "  - {id: box-fan, stress: {clock: fan}}",
            "parts.yaml:3:27: parts[1].stress names nothing that is measured "
                + "(add for example temperature: pack_temperature)"
        ),
        (
            "  - {id: motors, stress: {clock: bearing, load: motor_current}}",
            "parts.yaml:3:26: parts[1].stress.nominal_load is missing (add for example nominal_load: 12 A)"
        ),
        (
            "  - {id: camera, law: monotone}",
            "parts.yaml:3:23: parts[1].law is for a part that is measured (leave it out)"
        ),
    ])
    func `a mistake is told with its place`(parts: String, message: String) {
        #expect(faults(parts) == [message])
    }

    @Test func `a part that two devices know must say which`() throws {
        let dock = defaultText("dock.yaml")
        let line = try #require(dock.split(separator: "\n").first { $0.contains("id: plc") })
        let second = line.replacingOccurrences(of: "id: plc", with: "id: plc2")
        var texts = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
        texts["dock.yaml"] = dock.replacingOccurrences(of: line, with: "\(line)\n\(second)")
        texts["parts.yaml"] = "schema: roost-parts/1\nparts:\n  - {id: cover-motor}"
        #expect(
            problems(in: texts).contains(
                "parts.yaml:3:10: parts[1]: the part \"cover-motor\" is in several devices: plc, plc2 "
                    + "(say which one, for example device: plc)"))
    }

    @Test func `the clock of a part and what is measured for it are read`() throws {
        let parts = try configuration("  - {id: motors}\n  - {id: pack-capacity}\n  - {id: ups-battery}").parts
        #expect(parts[0].stress?.clock == .bearing)
        #expect(parts[0].stress?.load == StressSettings.Share(signal: .motorCurrent, nominal: 5.3))
        #expect(parts[1].stress?.signals == [.packTemperature, .dischargeDepth])
        #expect(parts[2].stress?.clock == .leadBattery && parts[2].stress?.temperature?.rawValue == "house.box_temp")
    }
}
