// SPDX-License-Identifier: Apache-2.0
// The judgements of `roost doctor` on the dock itself: configuration, secrets, devices, vehicle, weather, schedules,
// parts, incidents. They read nothing themselves.

import DockModel
import RoostCore
import Settings
import Wear

extension Judge {
    static func configuration(_ problems: [SettingsProblem], summary: String) -> Verdict {
        guard let first = problems.first else { return .ok(summary) }
        return .fault(
            "\(DoctorText.count(problems.count, "problem")), the first: \(first)",
            "roost check-config tells all; correct them one by one")
    }

    /// Files that others than owner may change, with their modes.
    static func modes(open: [String], of count: Int) -> Verdict {
        open.isEmpty
            ? .ok("\(DoctorText.count(count, "file")), none of them open to changes by others")
            : .warning("others may change \(DoctorText.list(open))", "chmod go-w them")
    }

    /// How one secret was found.
    enum SecretState: Equatable {
        case readable(String)
        case unusable(String)
        /// A credential that only systemd hands over; the file that it is made from, and its mode.
        case atManager(file: String, mode: UInt32?)
        case hidden(String)
    }

    static func secret(_ state: SecretState) -> Verdict {
        switch state {
        case .readable(let what): .ok(what)
        case .unusable(let why): .fault(why, "put the secret there: one line, mode 0600")
        case .atManager(let file, nil): .fault("\(file) is not there", "install -m 0600 /dev/stdin \(file)")
        case .atManager(let file, let mode?):
            mode & 0o077 == 0
                ? .ok("\(file), mode 0\(String(mode, radix: 8))")
                : .fault(
                    "\(file) has mode 0\(String(mode, radix: 8))", "chmod 600 \(file), then change the secret"
                )
        case .hidden(let why): .notTested(why, "run doctor as root to look at it")
        }
    }

    static func device(good: Int, of all: Int, lost: String?, isOptional: Bool) -> Verdict {
        if let lost {
            return isOptional
                ? .warning("\(lost); the device is optional", "look at it with roost hardware read")
                : .fault(lost, "check power, cable and address: roost hardware scan, roost hardware read")
        }
        let text = "\(good) of \(DoctorText.count(all, "point")) with a good value"
        return good == all ? .ok(text) : .warning(text, "see which with roost hardware read")
    }

    /// A device as the running daemon knows it.
    static func device(isAbsent: Bool, age: Duration, isOptional: Bool) -> Verdict {
        let text = isAbsent ? "away" : "answers"
        let shown = "\(text), as the daemon stored \(DoctorText.span(age)) ago"
        guard isAbsent else { return .ok(shown) }
        return isOptional
            ? .warning("\(shown); the device is optional", "look at its power and its line")
            : .fault(shown, "check power, cable and address; the console shows its errors")
    }

    /// A serial port's file.
    struct SerialFile: Equatable {
        var isThere = true
        var isDevice = true
        var group = "dialout"
        /// Whether the group may read and write.
        var isGroupOpen = true
    }

    static func serial(_ file: SerialFile, path: String) -> Verdict {
        guard file.isThere else {
            return .fault(
                "\(path) is not there", "plug the adapter in; ls -l /dev/serial/by-id shows its lasting name")
        }
        guard file.isDevice else {
            return .fault("\(path) is no device", "name the port: ls -l /dev/serial/by-id")
        }
        let text = "\(path), group \(file.group)"
        guard file.isGroupOpen, file.group == "dialout" else {
            return .fault(
                "\(text)\(file.isGroupOpen ? "" : ", closed to it")",
                "install the udev rule of the package: group dialout, mode 0660")
        }
        return path.hasPrefix("/dev/ttyUSB") || path.hasPrefix("/dev/ttyACM")
            ? .warning("\(text); the number may change", "name it by /dev/serial/by-id, which lasts")
            : .ok(text)
    }

    static func hardwareWatchdog(isNamed: Bool, moves: Bool) -> Verdict {
        guard moves else { return .notTested("the dock moves nothing") }
        return isNamed
            ? .ok("points.watchdog is written every 3 s")
            : .warning(
                "points.watchdog is not set",
                "name the register by which the controller stops its motors when Roost hangs")
    }

    /// Sensors that a dock can do without, by what is lost without them.
    static func sensors(missing: [String]) -> Verdict {
        missing.isEmpty
            ? .ok("smoke, water, rain and temperature are measured")
            : .warning(
                "not measured: \(missing.joined(separator: ", "))",
                "name a point for each under points, if one is there")
    }

    static func vehicle(isHeard: Bool, text: String) -> Verdict {
        isHeard
            ? .ok(text)
            : .fault(
                text,
                "switch it on, look at vehicle.link and vehicle.system: roost vehicle status --config DIR")
    }

    static func vehicleReady(_ isReady: Bool?, last: String) -> Verdict {
        switch isReady {
        case true?: .ok("its own checks before arming pass")
        case false?:
            .warning(
                "its own checks before arming do not pass\(last.isEmpty ? "" : ": \(last)")",
                "roost vehicle preflight names what lacks")
        case nil: .notTested("it says nothing of its own checks")
        }
    }

    static func weather(age: Duration?, limit: Duration, speed: String?) -> Verdict {
        guard let age else {
            return .fault("no wind was read since the start", "look at the weather station's line")
        }
        let text = "wind \(speed ?? "unknown"), \(DoctorText.span(age)) old, limit \(DoctorText.span(limit))"
        return age <= limit && speed != nil
            ? .ok(text) : .fault(text, "look at the weather station: nothing flies without")
    }

    static func forecast(age: Duration, limit: Duration, file: String) -> Verdict {
        let text = "\(file) was issued \(DoctorText.span(age)) ago, limit \(DoctorText.span(limit))"
        if age > limit {
            return .warning(text, "look at what fetches it; the sensors decide alone until then")
        }
        if age < .seconds(-3_600) {
            return .warning("\(file) is of the future", "look at its time and at the clock")
        }
        return .ok(text)
    }

    static func schedules(enabled: Int, of all: Int, next: (run: String, wait: Duration)?) -> Verdict {
        guard all > 0 else {
            return .warning("no schedule", "put one into schedules/; roost schedule list shows them")
        }
        let text = "\(enabled) of \(DoctorText.count(all, "schedule")) enabled"
        guard enabled > 0 else { return .warning(text, "set enabled: true where it shall fly") }
        guard let next else {
            return .warning("\(text), no run within a year", "roost schedule year tells why")
        }
        let shown = "\(text), next \(next.run) in \(DoctorText.span(next.wait))"
        return next.wait > .seconds(45 * 86_400)
            ? .warning(shown, "see whether a season or a blackout was meant: roost schedule next --all")
            : .ok(shown)
    }

    static func pauses(_ paused: [String]) -> Verdict {
        paused.isEmpty
            ? .ok("none")
            : .warning(DoctorText.list(paused), "roost schedule resume NAME, when it shall fly again")
    }

    /// Closed airspace: each source with the time until its last known window ends; nil for events that repeat.
    static func airspace(_ sources: [(name: String, left: Duration?)]) -> Verdict {
        guard !sources.isEmpty else {
            return .notTested(
                "no schedule names closed times",
                "where airspace is closed at times, name them under blackouts")
        }
        let over = sources.filter { ($0.left ?? .seconds(1)) <= .zero }.map(\.name)
        guard over.isEmpty else {
            return .warning(
                "every window of \(DoctorText.list(over)) is past",
                "fetch the notices anew, or remove what is over")
        }
        return .ok("\(DoctorText.count(sources.count, "source")): \(DoctorText.list(sources.map(\.name)))")
    }

    static func parts(_ parts: [PartSettings]) -> Verdict {
        guard !parts.isEmpty else {
            return .warning("no part", "copy parts.yaml of the examples: no wear is followed without")
        }
        let noArticle = parts.filter(\.article.isEmpty).map(\.id.text)
        let noSerial = parts.filter { $0.serial == "unknown" }.map(\.id.text)
        let text = DoctorText.count(parts.count, "part")
        var lacks: [String] = []
        if !noArticle.isEmpty {
            lacks.append("\(noArticle.count) without article (\(DoctorText.list(noArticle)))")
        }
        if !noSerial.isEmpty {
            lacks.append("\(noSerial.count) without serial (\(DoctorText.list(noSerial)))")
        }
        return lacks.isEmpty
            ? .ok("\(text), each with article and serial")
            : .warning(
                "\(text), \(lacks.joined(separator: ", "))",
                "write article and serial into parts.yaml: a notice then says what to order, a record which unit it was"
            )
    }

    static func wear(_ due: [(name: String, stage: NoticeStage)], of count: Int) -> Verdict {
        guard let worst = due.map(\.stage).max() else {
            return .ok("none of \(DoctorText.count(count, "part")) is due")
        }
        let text = DoctorText.list(due.map { "\($0.name): \($0.stage.rawValue)" })
        switch worst {
        case .plan: return .warning(text, "order it; roost wear plan-visit makes the list")
        case .replace: return .warning(text, "change it soon; roost wear plan-visit makes the list")
        case .stop: return .fault(text, "change it: what needs it does not fly")
        }
    }

    static func incidents(_ open: [(title: String, severity: Severity)]) -> Verdict {
        // The most urgent class is the smallest.
        guard let worst = open.map(\.severity).min() else { return .ok("none is open") }
        let text = "\(open.count) open: \(DoctorText.list(open.map(\.title)))"
        let remedy = "roost incidents list --open tells what to look at first"
        return worst <= .error ? .fault(text, remedy) : .warning(text, remedy)
    }

    static func person(needed: Bool, waitsFor: String?, phase: String) -> Verdict {
        needed
            ? .fault(
                "phase \(phase): waits for \(waitsFor ?? "a person")", "look at the dock, then roost reset")
            : .ok("phase \(phase)")
    }

    static func daemon(age: Duration?, limit: Duration) -> Verdict {
        guard let age else {
            return .warning(
                "no dock has run with this store", "start it: systemctl enable --now roost.service")
        }
        return age < limit
            ? .ok("it committed \(DoctorText.span(age)) ago")
            : .fault(
                "it committed last \(DoctorText.span(age)) ago, limit \(DoctorText.span(limit))",
                "systemctl status roost and journalctl -u roost say why; start it again")
    }
}
