// SPDX-License-Identifier: Apache-2.0
// Schedule files and parts.yaml: what they mean and what they refuse; loading from a directory.

import DockModel
import Foundation
import MAVLink
import Schedule
import Testing
import Wear

@testable import Settings

struct ScheduleFiles {
    private func problems(_ text: String) -> [String] {
        do throws(SettingsError) {
            _ = try ScheduleFile.rule(from: Array(text.utf8), file: "s.yaml")
            return []
        } catch { return error.problems.map(\.description) }
    }

    private func file(_ body: String, zone: String = "time_zone: UTC") -> String {
        "schema: roost-schedule/1\nname: a\nplan: a.plan\n\(zone)\n\(body)\n"
    }

    @Test func `the patrol flies at 17:25 Zurich time on its next ten days`() throws {
        let rule = try ScheduleFile.rule(
            from: Array(defaultText("schedules/perimeter.yaml").utf8), file: "p.yaml")
        // 2026-03-25T12:00:00Z, four days before the clocks go forward.
        let found = rule.occurrences(after: WallTime(milliseconds: 1_774_440_000_000), count: 10).map(\.id)
        #expect(
            found == [
                "perimeter@2026-03-25T16:25:00Z", "perimeter@2026-03-26T16:25:00Z",
                "perimeter@2026-03-27T16:25:00Z",
                "perimeter@2026-03-28T16:25:00Z", "perimeter@2026-03-29T15:25:00Z",
                "perimeter@2026-03-30T15:25:00Z",
                "perimeter@2026-03-31T15:25:00Z", "perimeter@2026-04-01T15:25:00Z",
                "perimeter@2026-04-02T15:25:00Z",
                "perimeter@2026-04-03T15:25:00Z",
            ])
        #expect(rule.window == .seconds(1_800) && rule.missedRuns == .skip && rule.retryBudget == 1)
    }

    @Test func `its plan stays near the dock and takes two to three minutes`() throws {
        let plan = try PlanFile(from: Array(defaultText("schedules/perimeter.plan").utf8), file: "p.plan")
        #expect(plan.mission.map(\.command.rawValue) == [22, 16, 16, 16, 16, 20])
        #expect((250...350).contains(plan.routeMetres))
        #expect((.seconds(110)...Duration.seconds(180)).contains(plan.estimatedFlightTime))
    }

    @Test func `cron, catch-up and the dock's zone are understood`() throws {
        let text = file(
            "cron: 0 6 * * mon-fri\nmissed_runs: catch-up\nwindow: 2 h\npriority: 5\nenabled: false", zone: ""
        )
        let rule = try ScheduleFile.rule(
            from: Array(text.utf8), file: "s.yaml", defaultZone: Zone("America/New_York"))
        #expect(rule.zone.identifier == "America/New_York" && rule.missedRuns == .catchUpOnce)
        #expect(rule.window == .seconds(7_200) && rule.priority == 5 && !rule.isEnabled)
    }

    @Test(arguments: [
        (
            "window: 30 min",
            "s.yaml:1:1: nothing says when it flies (add for example at: \"17:25\")"
        ),
        ("at: \"07:00\"\ncron: 0 7 * * *", "s.yaml:5:5: both at and cron are given (keep one of them)"),
        (
            "at: [\"07:00\", \"7:30\"]",
            "s.yaml:5:15: at \"7:30\" is not a time of day (write for example \"17:25\")"
        ),
        ("at: [\"07:00\", \"07:00\"]", "s.yaml:5:5: daily time 07:00 is given twice (remove one)"),
        ("cron: 61 * * * *", "s.yaml:5:7: \"61\" is no minute (use a number from 0 to 59)"),
        ("at: \"07:00\"\nwindow: 30", "s.yaml:6:9: window \"30\" has no unit (write for example 20 s)"),
        ("at: \"07:00\"\nwindow: 8 d", "s.yaml:6:9: window \"8 d\" is above 604800 s (use 1 to 604800 s)"),
        (
            "at: \"07:00\"\nmissed_runs: perhaps",
            "s.yaml:6:14: missed_runs \"perhaps\" is not known (use one of: skip, catch-up, ask)"
        ),
        (
            "at: \"07:00\"\nretries: many",
            "s.yaml:6:10: retries \"many\" is not a whole number (write a whole number from 0 to 10)"
        ),
        (
            "at: \"07:00\"\nenabled: maybe",
            "s.yaml:6:10: enabled \"maybe\" is neither true nor false (write true or false)"
        ),
        ("at: \"07:00\"\nwindw: 1 h", "s.yaml:6:1: unknown key \"windw\" (did you mean \"window\"?)"),
    ])
    func `a mistake is printed with place and remedy`(body: String, message: String) {
        #expect(problems(file(body)) == [message])
    }

    @Test func `names and plans are checked`() {
        #expect(
            problems("schema: roost-schedule/1\nname: a b\nplan: a.plan\ntime_zone: UTC\nat: \"07:00\"\n")
                == [
                    "s.yaml:2:7: schedule name \"a b\" is not usable (use 1 to 64 letters, digits, '-', '_' and '.')"
                ])
        #expect(
            problems("schema: roost-schedule/1\nname: a\nplan: ../a.plan\ntime_zone: UTC\nat: \"07:00\"\n")
                == [
                    "s.yaml:3:7: plan \"../a.plan\" is not a .plan file of the folder schedules (write "
                        + "for example perimeter.plan)"
                ])
    }

    @Test func `two schedules with one name, and plans that moved, are refused`() throws {
        let text = defaultText("schedules/perimeter.yaml")
        let moved = text.replacingOccurrences(of: "perimeter.plan ", with: "gone.plan ")
        let survey = text.replacingOccurrences(of: "perimeter.plan ", with: "survey.plan ")
            .replacingOccurrences(of: "name: perimeter", with: "name: survey")
        let found = defaultProblems([
            "schedules/again.yaml": moved, "schedules/survey.yaml": survey,
            "schedules/survey.plan": String(decoding: try fixture("plans/survey.plan"), as: UTF8.self),
        ])
        #expect(
            found == [
                "schedules/again.yaml:5:7: plan \"gone.plan\" is not in schedules (put it there)",
                "schedules/perimeter.yaml:4:7: schedule name \"perimeter\" is used twice (rename one of them)",
                "schedules/survey.yaml:5:7: plan \"survey.plan\" does not begin with a take-off "
                    + "(add a take-off as its first item)",
            ])
    }

    private func defaultProblems(_ extra: [String: String]) -> [String] {
        SettingsTests.problems("dock.yaml", [("schedules: [perimeter.yaml] ", "# ")], adding: extra)
    }
}

struct Parts {
    private func problems(_ part: String) -> [String] {
        let text = "schema: roost-parts/1\nparts:\n  - \(part)\n"
        do throws(SettingsError) {
            _ = try PartsFile.catalogue(from: Array(text.utf8), file: "parts.yaml")
            return []
        } catch { return error.problems.map(\.description) }
    }

    @Test func `the example parts mean what they say`() throws {
        let catalogue = try PartsFile.catalogue(from: Array(defaultText("parts.yaml").utf8), file: "parts.yaml")
        let parts = catalogue.parts
        #expect(parts.count == 27 && Set(parts.map { $0.assembly ?? $0.id }).count == 23)
        #expect(catalogue.currency == "EUR" && catalogue.visitWindow == .seconds(14 * 86_400))
        #expect(catalogue.visitCost == 320 && parts[0].cost == 240 && parts[0].workTime == .seconds(2_400))
        guard case .measured(let source, let unit, let new, let end) = parts[0].measure else {
            Issue.record("the cover motor is not measured")
            return
        }
        #expect(source == .coverCurrent && unit == "A" && new == 3.2 && abs(end - 4.16) < 1e-9)
        #expect(
            parts[0].counter == .coverMoves && parts[0].typicalLife == 20_000 && parts[0].lifeSpread == 5_000)
        #expect(parts[0].leadTime == .seconds(14 * 86_400) && parts[0].orderTime == .seconds(2 * 86_400))
        #expect(parts[0].severity == .error && parts[0].plannedUsesPerDay == 4)
        #expect(parts[1].measure == .measured(source: .contactResistance, unit: "mΩ", new: 15, endOfLife: 50))
        #expect(parts[2].measure == .counted(limit: 400) && parts[2].counter == .chargeCycles)
        let propellers = try #require(parts.first { $0.id == "propellers" })
        #expect(propellers.measure == .counted(limit: 200) && propellers.counter == .flightHours)
        let fan = try #require(parts.first { $0.id == "box-fan" })
        guard case .measured(PartSignal(rawValue: "house.fan_speed"), _, 2_400, let slow) = fan.measure else {
            Issue.record("the fan is not measured by its speed")
            return
        }
        #expect(abs(slow - 2_040) < 1e-9)
    }

    @Test func `an end of life may be relative`() throws {
        for (text, expected) in [
            ("\"2 x new\"", 30.0), ("\"+100 %\"", 30), ("\"-20 %\"", 12), ("0.05 Ω", 50),
        ] {
            let yaml = """
                schema: roost-parts/1
                parts:
                  - {id: c, measure: {source: contact_resistance, start: 15 mΩ, end_of_life: \(text)}, \
                counter: days, life: {typical: 10}, lead_time: 7 d}
                """
            let part = try #require(PartsFile.catalogue(from: Array(yaml.utf8), file: "parts.yaml").parts.first)
            guard case .measured(_, _, _, let end) = part.measure else { continue }
            #expect(abs(end - expected) < 1e-9)
            #expect(part.lifeSpread == 2.5 && part.severity == .warning && part.name == "c")
        }
    }

    @Test(arguments: [
        (
            "{id: a, limit: 4, counter: fligths, life: {typical: 9}, lead_time: 7 d}",
            "parts.yaml:3:32: parts[1].counter \"fligths\" is not known (did you mean \"flights\"?)"
        ),
        (
            "{id: a, limit: 4, counter: flights, lead_time: 7 d}",
            "parts.yaml:3:5: parts[1].life is missing (add for example life: {typical: 20000, sd: 4000})"
        ),
        (
            "{id: a, limit: 4, counter: flights, life: {typical: 9, sd: 10}, lead_time: 7 d}",
            "parts.yaml:3:64: parts[1].life.sd 10 is above the typical life 9 "
                + "(give the standard deviation of the life in uses)"
        ),
        (
            "{id: a, limit: 4, counter: flights, life: {typical: 9}, lead_time: 7}",
            "parts.yaml:3:72: parts[1].lead_time \"7\" has no unit (write for example 20 s)"
        ),
        (
            "{id: a, measure: {source: cover_curent, start: 1 A, end_of_life: 2 A}, counter: days, life: "
                + "{typical: 9}, lead_time: 7 d}",
            "parts.yaml:3:31: parts[1].measure.source \"cover_curent\" is not known (did you mean \"cover_current\"?)"
        ),
        (
            "{id: a, measure: {source: cover_current, start: 1 A, end_of_life: 2 V}, counter: days, "
                + "life: {typical: 9}, lead_time: 7 d}",
            "parts.yaml:3:71: parts[1].measure.end_of_life \"2 V\" has the unknown unit \"V\" (use one of: A, mA)"
        ),
        (
            "{id: a, measure: {source: cover_current, start: 1 A, end_of_life: \"+0 %\"}, counter: "
                + "days, life: {typical: 9}, lead_time: 7 d}",
            "parts.yaml:3:71: parts[1].measure.end_of_life \"+0 %\" is the same as the value of a new part "
                + "(give the value at which it is worn out)"
        ),
        (
            "{id: a, measure: {source: cover_current, start: 1 furlong, end_of_life: 2 A}, counter: "
                + "days, life: {typical: 9}, lead_time: 7 d}",
            "parts.yaml:3:53: parts[1].measure.start \"1 furlong\" has the unknown unit \"furlong\" (use one of: A, mA)"
        ),
        (
            "{id: a, limit: 4, measure: {source: cover_current, start: 1 A, end_of_life: 2 A}, counter: "
                + "days, life: {typical: 9}, lead_time: 7 d}",
            "parts.yaml:3:20: parts[1] has both measure and limit (keep one of them)"
        ),
    ])
    func `a mistake is printed with place and remedy`(part: String, message: String) {
        #expect(problems(part) == [message])
    }

    @Test func `a part must be measured by a point that the dock has`() {
        let found = SettingsTests.problems(
            "dock.yaml", [("  contact_resistance: plc.pad_contact      # optional\n", "")])
        #expect(
            found == [
                "parts.yaml:26:23: parts[2].measure.source: no point of dock.yaml answers contact_resistance "
                    + "(add contact_resistance to points in dock.yaml)"
            ])
    }
}

extension Parts {
    @Test func `a part may be measured by any point, in the point's own unit`() throws {
        let found = SettingsTests.problems(
            "parts.yaml", [("house.fan_speed, start: 2400 rpm", "house.fan_sped, start: 2400 rpm")])
        #expect(found.count == 1 && found[0].contains("did you mean \"house.fan_speed\"?"))
        let wrong = SettingsTests.problems(
            "parts.yaml", [("house.fan_speed, start: 2400 rpm", "house.fan_speed, start: 2400 W")])
        #expect(wrong.count == 1 && wrong[0].contains("has the unknown unit \"W\" (use one of: rpm, 1/s)"))
        let text = SettingsTests.problems(
            "parts.yaml", [("start: 150 W, end_of_life: \"-15 %\"", "start: 0.15 kW, end_of_life: 0.12 kW")])
        #expect(text == [])
    }

    @Test func `a device whose absence is no incident may tell of parts, and answers no question of the core`() {
        let found = SettingsTests.problems("dock.yaml", [("unit: 4}", "unit: 4, optional: true}")])
        #expect(found.count == 3)
        #expect(
            found.allSatisfy {
                $0.contains("device \"weather\" is optional (remove optional from the device")
            })
    }

    @Test(arguments: [
        ("uplink_loss", "0 h", "720 min", "h", 0.0, 12.0), ("pack_capacity", "12000 mAh", "-20 %", "Ah", 12, 9.6),
        ("pack_cycles", "0", "400", "1", 0, 400), ("cell_spread", "5 mV", "0.05 V", "V", 0.005, 0.05),
    ])
    func `figures are brought into the unit of their signal`(
        source: String, start: String, end: String, unit: String, new: Double, worn: Double
    ) throws {
        let yaml = """
            schema: roost-parts/1
            parts:
              - {id: c, measure: {source: \(source), start: \(start), end_of_life: "\(end)"}, \
            counter: days, life: {typical: 10}, lead_time: 7 d, assembly: pack, serial: A7, used: 3}
            """
        let part = try #require(PartsFile.catalogue(from: Array(yaml.utf8), file: "parts.yaml").parts.first)
        guard case .measured(let signal, let told, let first, let last) = part.measure else {
            Issue.record("not measured")
            return
        }
        #expect(signal.rawValue == source && told == unit && abs(first - new) < 1e-9 && abs(last - worn) < 1e-9)
        #expect(part.assembly == "pack" && part.serial == "A7" && part.usesAtStart == 3)
    }
}

struct Directories {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "roost-settings-\(UUID().uuidString)"
    ).path

    private func write(_ name: String, _ bytes: [UInt8]) throws {
        let path = folder + "/" + name
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    @Test func `the examples load from their directory, and only the password is missing`() throws {
        let examples = repository.appendingPathComponent("examples").path
        let loaded = try DockConfiguration.load(directory: examples)
        #expect(try loaded == DockConfiguration.load(files: DefaultConfiguration.files))
        #expect(checkConfiguration(directory: examples).isEmpty)
    }

    @Test func `a directory is checked with its secrets and certificates`() throws {
        // A leftover in the temporary folder harms nobody.
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, bytes) in DefaultConfiguration.files.contents { try write(name, bytes) }
        let text = defaultText("dock.yaml").replacingOccurrences(
            of: "credential: smtp-password", with: "password_file: pw"
        )
        .replacingOccurrences(of: "# ca_file: ca.pem", with: "ca_file: ca.pem")
        try write("dock.yaml", Array(text.utf8))
        try write("pw", Array("x".utf8))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder + "/pw")
        #expect(
            checkConfiguration(directory: folder).map(\.description) == [
                "dock.yaml:113:12: mail.ca_file: \(folder)/ca.pem cannot be read (put the PEM file there)",
                "dock.yaml:115:18: mail.password_file: secret \(folder)/pw has mode 0644, "
                    + "so others can read or change it (chmod 600 \(folder)/pw)",
            ])
        // Hidden files, folders with a file's name and other endings do not disturb.
        try write("schedules/.perimeter.yaml.swp", [0])
        try write("hardware/notes.txt", [0])
        _ = try DockConfiguration.load(directory: folder)
        try FileManager.default.createDirectory(
            atPath: folder + "/hardware/x.yaml", withIntermediateDirectories: true)
        #expect(
            checkConfiguration(directory: folder).map(\.description)
                == ["hardware/x.yaml:1:1: it is a folder or a broken link (put the file there)"])
    }

    @Test func `a missing directory and a missing dock.yaml are said so`() throws {
        // A leftover in the temporary folder harms nobody.
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(
            checkConfiguration(directory: folder).map(\.description)
                == ["\(folder):1:1: there is no such directory (create it, see the examples)"])
        try write("parts.yaml", [])
        #expect(
            checkConfiguration(directory: folder).map(\.description)
                == ["dock.yaml:1:1: the file is missing (see the example dock.yaml)"])
    }
}
