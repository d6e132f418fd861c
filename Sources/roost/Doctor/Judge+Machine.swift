// SPDX-License-Identifier: Apache-2.0
// The judgements of `roost doctor` on the machine: clock, memory, load, heat, fonts, time zones, the systemd unit. They
// read nothing themselves.

import DockModel

/// What systemd says of a unit, by `systemctl show`.
struct UnitState: Equatable {
    private let properties: [String: String]

    /// From lines "Name=value".
    init(text: String) {
        properties = Dictionary(
            text.split(separator: "\n").compactMap { line in
                line.firstIndex(of: "=").map { (String(line[..<$0]), String(line[line.index(after: $0)...])) }
            }, uniquingKeysWith: { first, _ in first })
    }

    /// What is asked of systemd.
    static let asked = [
        "LoadState", "ActiveState", "SubState", "UnitFileState", "Result", "NRestarts", "MainPID",
        "WatchdogUSec",
        "NeedDaemonReload",
    ]

    subscript(name: String) -> String { properties[name] ?? "" }

    var isInstalled: Bool { self["LoadState"] == "loaded" }
    var isActive: Bool { self["ActiveState"] == "active" }
    /// The process, while one runs.
    var process: Int32? { Int32(self["MainPID"]).flatMap { $0 > 0 ? $0 : nil } }
}

extension Judge {
    static func clockTrust(_ now: Moment, _ setting: String) -> Verdict {
        let text = "\(now.wall.utc), clock.trust: \(setting)"
        guard now.isWallTrusted else {
            return .fault(
                "\(text), not trusted",
                "start a time source (timedatectl set-ntp true, or chrony); no mission starts until then")
        }
        return .ok("\(text), trusted")
    }

    static func clockSource(isSynchronised: Bool, believesAny: Bool) -> Verdict {
        if isSynchronised { return .ok("a time source has set the clock") }
        let text = "no time source has set the clock"
        return believesAny
            ? .warning(
                text + "; clock.trust: set believes it all the same",
                "see that the machine's host keeps the time")
            : .fault(text, "start a time source (timedatectl set-ntp true, or chrony)")
    }

    static func clockAgainstStore(committed: WallTime, now: WallTime) -> Verdict {
        let ahead = now.duration(to: committed)
        guard ahead > .seconds(5) else {
            return .ok("the last commit is \(DoctorText.span(.zero - ahead)) old")
        }
        return .fault(
            "the last commit lies \(DoctorText.span(ahead)) ahead of the clock",
            "the clock was set back, or was wrong before: set it; runs that were taken are not flown again")
    }

    static func timeZone(_ name: String, hasFile: Bool, offset: Int, change: (at: WallTime, to: Int)?)
        -> Verdict
    {
        func text(_ seconds: Int) -> String {
            let minutes = abs(seconds) / 60, sign = seconds < 0 ? "-" : "+"
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            return "\(sign)\(two(minutes / 60)):\(two(minutes % 60))"
        }
        let next = change.map { "; \(text($0.to)) from \($0.at.utc)" } ?? "; no change within a year"
        let shown = "\(name), \(text(offset)) now\(next)"
        return hasFile || name == "UTC"
            ? .ok(shown)
            : .warning("\(shown), without its file in /usr/share/zoneinfo", "install the package tzdata")
    }

    /// From the text of /proc/meminfo, in kB.
    static func memory(_ text: String) -> Verdict {
        var figures: [Substring: Int64] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(whereSeparator: { $0 == ":" || $0 == " " })
            guard parts.count >= 2, let number = Int64(parts[1]) else { continue }
            figures[parts[0]] = number
        }
        guard let available = figures["MemAvailable"], let total = figures["MemTotal"], total > 0 else {
            return .notTested("the kernel does not tell its memory")
        }
        let shown = "\(DoctorText.octets(available * 1_024)) of \(DoctorText.octets(total * 1_024)) available"
        if available < 40_000 { return .fault(shown, "end other programs: the kernel kills processes soon") }
        if available < 128_000 { return .warning(shown, "see what takes it: ps aux --sort=-rss | head") }
        return .ok(shown)
    }

    /// From the text of /proc/loadavg.
    static func load(_ text: String, processors: Int) -> Verdict {
        let parts = text.split(separator: " ")
        guard parts.count >= 3, let quarter = Double(parts[2]) else {
            return .notTested("the kernel tells no load")
        }
        let shown =
            "load \(parts[0]), \(parts[1]), \(parts[2]) on \(DoctorText.count(processors, "processor"))"
        return quarter > 2 * Double(max(1, processors))
            ? .warning(shown, "see what is busy: top; readings may be late") : .ok(shown)
    }

    /// The warmest sensor, °C.
    static func heat(_ warmest: (name: String, celsius: Double)?) -> Verdict {
        guard let warmest else { return .notTested("this machine tells no temperature") }
        let shown = "\(warmest.name) \(DoctorText.tenths(warmest.celsius)) °C"
        if warmest.celsius >= 95 { return .fault(shown, "cool the computer: it slows down or stops") }
        if warmest.celsius >= 80 { return .warning(shown, "look at fan, filter and sun on the box") }
        return .ok(shown)
    }

    static func fonts(missing: [String], package: String) -> Verdict {
        missing.isEmpty
            ? .ok("the fonts of reports are installed")
            : .warning("missing: \(missing.joined(separator: ", "))", "install the package \(package)")
    }

    static func route(_ interface: String?) -> Verdict {
        interface.map { .ok("the default route leaves by \($0)") }
            ?? .warning(
                "there is no default route", "mails wait until there is one: look at the modem and the cable")
    }

    static func user(exists: Bool, groups: [String], needsSerial: Bool) -> Verdict {
        guard exists else { return .notTested("there is no user roost: the service is not installed here") }
        guard needsSerial, !groups.contains("dialout") else {
            return .ok("user roost" + (groups.isEmpty ? "" : ", groups \(groups.joined(separator: ", "))"))
        }
        return .fault(
            "user roost is not in group dialout", "usermod -aG dialout roost, then restart the daemon")
    }

    static func unitInstalled(_ unit: UnitState) -> Verdict {
        guard unit.isInstalled else {
            return .warning("not installed (\(unit["LoadState"]))", "install the package, or make install")
        }
        if unit["NeedDaemonReload"] == "yes" {
            return .warning("its file has changed since it was read", "systemctl daemon-reload")
        }
        return .ok("installed")
    }

    static func unitEnabled(_ unit: UnitState, name: String) -> Verdict {
        guard unit.isInstalled else { return .notTested("not installed") }
        let state = unit["UnitFileState"]
        return state == "enabled" || state == "static"
            ? .ok(state)
            : .warning("\(state): it does not start with the machine", "systemctl enable \(name)")
    }

    static func unitRuns(_ unit: UnitState) -> Verdict {
        guard unit.isInstalled else { return .notTested("not installed") }
        let restarts = Int(unit["NRestarts"]) ?? 0
        let text = "\(unit["ActiveState"]) (\(unit["SubState"])), \(DoctorText.count(restarts, "restart"))"
        if unit["ActiveState"] == "failed" {
            return .fault(
                "\(text), result \(unit["Result"])",
                "journalctl -u roost says why; then systemctl start roost")
        }
        guard unit.isActive else { return .warning(text, "systemctl start roost") }
        return restarts > 0
            ? .warning(
                text,
                "journalctl -u roost says why it ended; the count begins anew with systemctl reset-failed")
            : .ok(text)
    }

    static func watchdog(_ unit: UnitState) -> Verdict {
        guard unit.isInstalled else { return .notTested("not installed") }
        let span = unit["WatchdogUSec"]
        return ["", "0", "infinity"].contains(span)
            ? .warning("systemd does not watch the daemon", "restore WatchdogSec=60s of the shipped unit")
            : .ok("killed and started again after \(span) without a sign of life")
    }

    /// `running` is what /proc/PID/exe names.
    static func program(running: String?, own: String) -> Verdict {
        guard let running else { return .notTested("the process may not be looked at; run doctor as root") }
        if running.hasSuffix(" (deleted)") {
            return .warning(
                "the daemon runs a program that was replaced since",
                "restart it while nothing flies: systemctl restart roost")
        }
        return running == own
            ? .ok("the daemon runs \(running)")
            : .warning("the daemon runs \(running), this is \(own)", "use one of the two only")
    }
}
