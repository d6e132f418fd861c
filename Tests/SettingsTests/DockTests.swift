// SPDX-License-Identifier: Apache-2.0
// dock.yaml: the example means what it says, and every kind of mistake is printed with file, line, column,
// words and remedy.

import DockModel
import Foundation
import Registers
import Schedule
import Testing

@testable import Settings

struct GoodDock {
    let configuration: DockConfiguration

    init() throws { configuration = try DockConfiguration.load(files: DefaultConfiguration.files) }

    @Test func `the example is decoded in full`() {
        let dock = configuration.dock
        #expect(
            dock.dock.id == "NORTH" && dock.dock.name == "North field" && dock.dock.altitude == Metres(489))
        #expect(dock.dock.timeZone.identifier == "Europe/Zurich" && dock.digestAt.description == "18:00")
        #expect(
            dock.devices == [
                DeviceSettings(
                    id: "plc", profile: "roost-dock-plc",
                    line: .tcp(NetworkAddress(host: "127.0.0.1", port: 1_502)), unit: 10),
                DeviceSettings(
                    id: "weather", profile: "lufft-ws-umb",
                    line: .tcp(NetworkAddress(host: "127.0.0.1", port: 1_502)), unit: 4),
                DeviceSettings(
                    id: "house", profile: "roost-dock-house",
                    line: .tcp(NetworkAddress(host: "127.0.0.1", port: 1_502)), unit: 11, isOptional: true),
            ])
        #expect(dock.points.count == PointRole.allCases.count - PointRole.ofRods.count - 4)
        #expect(dock.points[.vehiclePresent] == PointReference(device: "plc", point: "drone_present"))
        #expect(
            dock.vehicle.link.description == "udpin:127.0.0.1:14540" && dock.vehicle.windLimit.value == 12)
        #expect(
            dock.limits == LimitSettings() && dock.ages == AgeSettings()
                && dock.deadlines == DeadlineSettings() && dock.energy == EnergySettings())
        #expect(dock.alternates == [] && !dock.ventsSmoke && dock.clockTrust == .synchronised)
        #expect(dock.mail.secret == .credential(name: "smtp-password") && dock.mail.authentication == .plain)
        #expect(dock.mail.recipients.notices == ["workshop@example.org"])
        #expect(dock.console.listen.description == "127.0.0.1:8437" && dock.console.anonymous == .view)
    }

    @Test func `schedules, plans and parts belong to it`() {
        #expect(configuration.schedules.map(\.name) == ["perimeter"])
        #expect(configuration.plans["perimeter.plan"]?.mission.count == 6)
        #expect(
            configuration.parts.map(\.id).prefix(4) == [
                "cover-motor", "charge-contacts", "flight-battery", "pack-capacity",
            ])
        let plc = configuration.profile(of: configuration.dock.devices[0])
        #expect(plc?.id == "roost-dock-plc")
    }

    @Test func `the embedded text is the text of the examples`() throws {
        for (file, bytes) in DefaultConfiguration.files.contents {
            let example = try Data(contentsOf: repository.appendingPathComponent("examples/\(file)"))
            #expect(bytes == Array(example), "\(file) differs from examples/\(file)")
        }
    }

    @Test func `sections with defaults may be left out`() throws {
        let text = defaultText("dock.yaml")
        let kept = text.components(separatedBy: "\n\n").filter { block in
            ["schema:", "dock:", "devices:", "points:", "vehicle:", "mail:"].contains { block.contains($0) }
        }.joined(separator: "\n\n")
        var texts = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
        texts["dock.yaml"] = kept
        let small = try DockConfiguration.load(files: ConfigurationFiles(texts: texts))
        #expect(small.dock.limits == configuration.dock.limits && small.dock.ages == configuration.dock.ages)
        #expect(small.parts == configuration.parts && small.schedules == configuration.schedules)
    }

    @Test func `the demonstration changes addresses only`() throws {
        var demo = try DefaultConfiguration.configuration(
            at: DemoAddresses(mail: NetworkAddress(host: "localhost", port: 2_525), mailSecretFile: "pw"))
        #expect(demo.dock.mail.server.port == 2_525 && demo.dock.mail.secret == .file(path: "pw"))
        demo.dock.mail = configuration.dock.mail
        #expect(demo == configuration)
    }

    @Test func `units are converted on the way in`() throws {
        var texts = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
        texts["dock.yaml"] = texts["dock.yaml"]?.replacingOccurrences(
            of: "wind_gust: 12 m/s", with: "wind_gust: 36 km/h"
        )
        .replacingOccurrences(of: "flight: 40 min", with: "flight: 0.5 h")
        let dock = try DockConfiguration.load(files: ConfigurationFiles(texts: texts)).dock
        #expect(abs(dock.limits.windGust.value - 10) < 1e-9 && dock.deadlines.flight == .seconds(1_800))
    }
}

struct BadDock {
    @Test(arguments: [
        (
            "wind_gust: 12 m/s", "wind_gust: 50 km/h",
            "dock.yaml:60:14: limits.wind_gust \"50 km/h\" is 13.889 m/s, above the vehicle's 12 m/s "
                + "(lower it, or state what the maker allows as vehicle.wind_limit)"
        ),
        (
            "wind_gust: 12 m/s", "wind_gust: 12",
            "dock.yaml:60:14: limits.wind_gust \"12\" has no unit (write for example 12 m/s)"
        ),
        (
            "wind_gust: 12 m/s", "wind_gust: 12 mps",
            "dock.yaml:60:14: limits.wind_gust \"12 mps\" has the unknown unit \"mps\" (use one of: "
                + "m/s, km/h, kn, ft/s)"
        ),
        (
            "wind_gust: 12 m/s", "wind_gust: strong",
            "dock.yaml:60:14: limits.wind_gust \"strong\" is not a number (write for example 12 m/s)"
        ),
        (
            "wind_gust: 12 m/s", "wind_gust: [12 m/s]",
            "dock.yaml:60:14: limits.wind_gust is a list, not a number with a unit (write one value)"
        ),
        (
            "wind_gust: 12 m/s", "wnd_gust: 12 m/s",
            "dock.yaml:60:3: unknown key \"wnd_gust\" in limits (did you mean \"wind_gust\"?)"
        ),
        (
            "wind_gust: 12 m/s", "elephants: 12 m/s",
            "dock.yaml:60:3: unknown key \"elephants\" in limits (known here: battery_floor, battery_full, "
                + "battery_launch, battery_storage, battery_top_up, charge_ahead, charge_energy, "
                + "cover_retries_per_hour, dock_radius, landing_height, landing_reserve, light, "
                + "pack_temperature_max, pack_temperature_min, pad_temperature_max, "
                + "pinch_current, rain, temperature_max, temperature_min, ups_launch, wind_gust, wind_landing, "
                + "wind_mean)"
        ),
        (
            "wind_mean: 8 m/s\n", "wind_mean: 8 m/s\n  wind_mean: 9 m/s\n",
            "dock.yaml:60:3: key \"wind_mean\" occurs again; it was at line 59, column 3 (keep one)"
        ),
        (
            "rain: 0.5 mm/h", "rain: -1 mm/h",
            "dock.yaml:61:9: limits.rain \"-1 mm/h\" is below 0 mm/h (use 0 to 100 mm/h)"
        ),
        (
            "battery_floor: 30 %", "battery_floor: 50 %",
            "dock.yaml:63:18: limits.battery_floor 50 % is not below limits.battery_launch 50 % "
                + "(a flight would be called home as it starts: lower the floor or raise the launch limit)"
        ),
        (
            "wind_mean: 8 m/s", "wind_mean: 12 m/s\n  #",
            ""
        ),
        (
            "temperature_max: 45 °C", "temperature_max: -30 °C",
            "dock.yaml:66:20: limits.temperature_min -20 °C is not below limits.temperature_max -30 °C (swap them)"
        ),
        (
            "pinch_current: 10 A", "pinch_current: 50 A",
            "dock.yaml:69:18: limits.pinch_current 50 A is above the 40 A that plc.cover_current can show, "
                + "so it would never trip (lower it)"
        ),
        (
            "switches: 2 s", "switches: 3 s",
            "dock.yaml:89:18: ages.switches \"3 s\" is above 2 s (use 0.1 to 2 s)"
        ),
        (
            "schema: roost-dock/1", "schema: roost-dock/2",
            "dock.yaml:3:9: schema \"roost-dock/2\" is not known (this version reads roost-dock/1)"
        ),
        (
            "  id: NORTH ", "  # ",
            "dock.yaml:7:3: dock.id is missing (add for example id: NORTH)"
        ),
        (
            "latitude: 47.39775", "latitude: 97",
            "dock.yaml:8:13: dock.latitude \"97\" is above 90 (write a number from -90 to 90)"
        ),
        (
            "Europe/Zurich ", "Europe/Zuerich ",
            "dock.yaml:11:14: dock.time_zone \"Europe/Zuerich\" is not an IANA time zone (did you mean "
                + "\"Europe/Zurich\"?)"
        ),
        (
            "\"18:00\"", "\"25:00\"",
            "dock.yaml:14:14: day.digest_at \"25:00\" is not a time of day (write for example \"17:25\")"
        ),
        (
            "profile: lufft-ws-umb", "profile: luft-ws-umb",
            "dock.yaml:21:28: profile \"luft-ws-umb\" is not in hardware/ (did you mean \"lufft-ws-umb\"?)"
        ),
        (
            "unit: 4}", "unit: 10}",
            "dock.yaml:21:76: unit 10 on tcp:127.0.0.1:1502 is already device \"plc\" (give each device "
                + "of a line its own unit)"
        ),
        (
            "\"tcp:127.0.0.1:1502\", unit: 4", "\"tcp:127.0.0.1\", unit: 4",
            "dock.yaml:21:48: devices[2].line \"tcp:127.0.0.1\" is not a line (write tcp:HOST:PORT or "
                + "serial:/dev/ttyUSB0)"
        ),
        (
            "unit: 4}", "unit: 4, variant: x}",
            "dock.yaml:21:88: profile \"lufft-ws-umb\" has no variant \"x\" (remove it)"
        ),
        (
            "plc.limit_open", "plc.limit_opn",
            "dock.yaml:26:22: profile \"roost-dock-plc\" has no point \"limit_opn\" (did you mean \"limit_open\"?)"
        ),
        (
            "plc.limit_open", "pcl.limit_open",
            "dock.yaml:26:22: device \"pcl\" is not among the devices (did you mean \"plc\"?)"
        ),
        (
            "plc.limit_open", "plc",
            "dock.yaml:26:22: points.cover_open_switch \"plc\" is not DEVICE.POINT (write for example plc.limit_open)"
        ),
        (
            "plc.limit_open", "plc.cover_position",
            "dock.yaml:26:22: points.cover_open_switch: point \"plc.cover_position\" is u16, not bool "
                + "(choose a coil or a discrete input)"
        ),
        (
            "cover_command: plc.cover_command", "cover_command: plc.cover_state",
            "dock.yaml:29:18: points.cover_command: point \"plc.cover_state\" cannot be written (write: none) "
                + "(choose a point with write: safe or guarded)"
        ),
        (
            "cover_command: plc.cover_command", "cover_command: plc.hvac_setpoint",
            "dock.yaml:29:18: points.cover_command: point \"plc.hvac_setpoint\" does not name the states "
                + "stop, open, close (add them to the enum of the profile)"
        ),
        (
            "cover_current: plc.cover_current", "cover_current: plc.pad_voltage",
            "dock.yaml:28:18: points.cover_current: point \"plc.pad_voltage\" is in V, not in A (choose a point in A)"
        ),
        (
            "  wind_speed: weather.wind_speed\n", "",
            "dock.yaml:26:3: points.wind_speed is missing (add for example wind_speed: plc.wind_speed)"
        ),
        (
            "dialect: px4 ", "dialect: px5 ",
            "dock.yaml:53:12: vehicle.dialect \"px5\" is not known (did you mean \"px4\"?)"
        ),
        (
            "\"udpin:127.0.0.1:14540\"", "\"udp:127.0.0.1:14540\"",
            "dock.yaml:54:9: vehicle.link \"udp:127.0.0.1:14540\" is not a link "
                + "(write udpin:HOST:PORT, udpout:HOST:PORT, tcp:HOST:PORT or serial:/dev/ttyUSB0:57600)"
        ),
        (
            "credential: smtp-password", "password: hunter2",
            "dock.yaml:109:1: x"
        ),
        (
            "security: starttls ", "security: none ",
            "dock.yaml:112:13: mail.security \"none\" is not known (use one of: starttls, tls)"
        ),
        (
            "from: dock-north@example.org", "from: dock-north",
            "dock.yaml:117:9: mail.from \"dock-north\" is not a mail address (write for example ops@example.org)"
        ),
        (
            "alerts: [ops@example.org]", "alerts: [\"ops@example.org\\r\\nBcc: x@y.z\"]",
            "dock.yaml:119:14: mail.recipients.alerts \"ops@example.org\u{FFFD}\u{FFFD}Bcc: x@y.z\" is "
                + "not a mail address "
                + "(write for example ops@example.org)"
        ),
        (
            "alerts: [ops@example.org]", "alerts: []",
            "dock.yaml:119:5: mail.recipients.alerts is empty, so nobody would hear of an emergency "
                + "(add for example alerts: [ops@example.org])"
        ),
        (
            "127.0.0.1:8437", "0.0.0.0:8437",
            "dock.yaml:140:19: console.listen \"0.0.0.0:8437\" would send passwords over the network as "
                + "they are (set console.tls, or name the proxy in front as console.proxies, or listen on 127.0.0.1)"
        ),
        (
            "parts_file: parts.yaml", "parts_file: ../parts.yaml",
            "dock.yaml:142:13: parts_file \"../parts.yaml\" is not a .yaml file below the configuration directory "
                + "(write for example parts.yaml)"
        ),
        (
            "[perimeter.yaml]", "[perimetre.yaml]",
            "schedules/perimetre.yaml:1:1: the file is missing, and dock.yaml names it under schedules (put it there)"
        ),
    ])
    func `a mistake is printed with place and remedy`(old: String, new: String, message: String) {
        let found = problems("dock.yaml", [(old, new)])
        if message.hasSuffix(": x") {
            #expect(
                found == [
                    "dock.yaml:110:3: mail.auth plain needs user and credential or password_file (add "
                        + "them, or set auth: none)",
                    "dock.yaml:115:13: mail.password must not stand in this file (put it into a file "
                        + "with mode 0600 and name "
                        + "that as password_file, or use credential)",
                ])
        } else {
            #expect(found == (message.isEmpty ? [] : [message]))
        }
    }

    @Test func `all mistakes of all files are printed at once`() {
        let found = problems(
            "dock.yaml",
            [
                ("rain: 0.5 mm/h", "rain: 0.5"), ("dialect: px4 ", "dialect: ardu "),
                ("port: 587 ", "port: 99999 "),
            ],
            adding: [
                "parts.yaml": "schema: roost-parts/1\nparts: 7\n", "hardware/x.yaml": "schema: x\n",
                "schedules/perimeter.yaml":
                    "schema: roost-schedule/1\nname: a b\nplan: x.plan\ncron: 0 0 30 2 *\n",
            ])
        #expect(
            found == [
                "hardware/x.yaml:1:1: points is missing (add for example points: [{id: …, fn: …, "
                    + "address: …, type: …}])",
                "hardware/x.yaml:1:1: id is missing (add for example id: roost-dock-plc)",
                "hardware/x.yaml:1:1: class is missing (add for example class: io)",
                "hardware/x.yaml:1:1: status is missing (add for example status: partial)",
                "hardware/x.yaml:1:1: transport is missing (add for example transport: {kinds: [tcp], unit: 1})",
                "hardware/x.yaml:1:9: schema \"x\" is not known (this version reads roost-modbus-profile/1)",
                "dock.yaml:53:12: vehicle.dialect \"ardu\" is not known (did you mean \"ardupilot\"?)",
                "dock.yaml:61:9: limits.rain \"0.5\" has no unit (write for example 0.5 mm/h)",
                "dock.yaml:111:9: mail.port \"99999\" is above 65535 (write a whole number from 1 to 65535)",
                "schedules/perimeter.yaml:4:7: cron expression \"0 0 30 2 *\" never happens: no month "
                    + "it names has such a day "
                    + "(correct the day of month or the month)",
                "parts.yaml:2:8: parts is \"7\", not a list (write [a, b] or lines that begin with -)",
            ])
    }

    @Test func `a profile that does not load is not also called missing`() {
        let found = problems("hardware/roost-dock-plc.yaml", [("class: plc", "class: pcl")])
        #expect(
            found == ["hardware/roost-dock-plc.yaml:9:8: class \"pcl\" is not known (did you mean \"plc\"?)"])
    }

    @Test func `a profile with firmware families needs a choice`() throws {
        let renke = String(decoding: try fixture("profiles/renke-rs-fsxcs.yaml"), as: UTF8.self)
        let change = ("profile: lufft-ws-umb", "profile: renke-rs-fsxcs")
        let points = [
            ("  rain_rate: weather.rain_rate             # optional\n", "")
        ]
        #expect(
            problems("dock.yaml", [change] + points, adding: ["hardware/renke-rs-fsxcs.yaml": renke]) == [
                "dock.yaml:21:5: devices[2].variant is missing: profile \"renke-rs-fsxcs\" has firmware families "
                    + "(add for example variant: wind-0.01 (known: wind-0.01, wind-0.1))"
            ])
        let chosen = [("profile: lufft-ws-umb", "variant: wind-0.1, profile: renke-rs-fsxcs")] + points
        #expect(problems("dock.yaml", chosen, adding: ["hardware/renke-rs-fsxcs.yaml": renke]).isEmpty)
    }

    @Test func `devices of a serial line share its format`() {
        let found = problems(
            "dock.yaml",
            [
                (
                    "\"tcp:127.0.0.1:1502\", unit: 10",
                    "\"serial:/dev/ttyUSB0\", unit: 10, serial: {baud: 9600, parity: N}"
                ),
                ("\"tcp:127.0.0.1:1502\", unit: 4", "\"serial:/dev/ttyUSB0\", unit: 4"),
            ])
        #expect(
            found == [
                "dock.yaml:21:48: /dev/ttyUSB0 cannot run at 19200 8E1 and, for device \"plc\", at 9600 8N1 "
                    + "(set all devices of a line to one format and say it with serial: {…})"
            ])
    }
}
