// SPDX-License-Identifier: Apache-2.0
// The checks of `roost doctor` by their names, which never change, and in the order of the report. How each one looks
// is in the files Look+…, and what it makes of what it sees in Judge+….

/// One check.
struct DoctorCheck: Sendable {
    /// What a look found: one verdict, or one for each thing looked at.
    typealias Sight = (subject: String?, verdict: Verdict)

    let id: String
    /// What is asked, in a few words.
    let title: String
    let look: @Sendable (DoctorSite) async -> [Sight]

    /// A check that reads, with several subjects.
    static func each(_ id: String, _ title: String, _ look: @escaping @Sendable (DoctorSite) -> [Sight])
        -> DoctorCheck
    {
        DoctorCheck(id: id, title: title) { look($0) }
    }

    /// A check that reads, with one verdict.
    static func one(_ id: String, _ title: String, _ look: @escaping @Sendable (DoctorSite) -> Verdict)
        -> DoctorCheck
    {
        DoctorCheck(id: id, title: title) { [(nil, look($0))] }
    }

    /// Every check, in the order of the report.
    static var all: [DoctorCheck] {
        [configuration, machine, storage, queue, mail, console, hardware, flight, parts, daemon].flatMap {
            $0
        }
    }

    /// Those that some words name: a whole name, or the part before the dot. Nil for a word that names none.
    static func named(_ words: [String]) -> [DoctorCheck]? {
        guard words.allSatisfy({ word in all.contains { $0.isNamed(word) } }) else { return nil }
        return words.isEmpty ? all : all.filter { check in words.contains { check.isNamed($0) } }
    }

    private func isNamed(_ word: String) -> Bool { id == word || id.hasPrefix(word + ".") }

    /// Looks, and says what came of it.
    func findings(_ site: DoctorSite) async -> [DoctorFinding] {
        await look(site).map { subject, verdict in
            DoctorFinding(
                id: id, subject: subject, title: title, result: verdict.result, evidence: verdict.evidence,
                remedy: verdict.remedy)
        }
    }

    private static var configuration: [DoctorCheck] {
        [
            .one("config.valid", "the configuration is read and good", Look.configuration),
            .one("config.modes", "nobody else can change the configuration", Look.modes),
            .each("config.secrets", "each secret is there and its owner's alone", Look.secrets),
        ]
    }

    private static var machine: [DoctorCheck] {
        [
            .one("clock.trust", "the dock believes the wall clock", Look.clockTrust),
            .one("clock.source", "a time source keeps the clock", Look.clockSource),
            .one("clock.store", "the store is not ahead of the clock", Look.clockAgainstStore),
            .one("clock.zone", "the site's time zone is known", Look.timeZone),
            .one("machine.memory", "memory is left", Look.memory),
            .one("machine.load", "the processors keep up", Look.load),
            .one("machine.heat", "the computer is not too hot", Look.heat),
            .one("machine.fonts", "the fonts of reports are there", Look.fonts),
            .one("machine.user", "the service's user is in its groups", Look.user),
        ]
    }

    private static var storage: [DoctorCheck] {
        [
            .one("storage.writable", "the storage directory can be written", Look.writable),
            .one("storage.space", "the disk has room", Look.freeSpace),
            .one("storage.inodes", "the disk takes more files", Look.inodes),
            .one("storage.system", "the file system keeps what it is given", Look.fileSystem),
            .one("store.schema", "database and program fit together", Look.schema),
            .one("store.integrity", "every page of the database is whole", Look.integrity),
            .one("store.pragmas", "a commit outlasts a power cut", Look.pragmas),
            .one("store.size", "the database has a sane size", Look.databaseSize),
            .one("store.files", "pictures, logs and copies keep to their budgets", Look.keptFiles),
            .one("store.backup", "there is a copy of the database", Look.backup),
            .one("store.chain", "records and incidents are as they were written", Look.chain),
        ]
    }

    private static var queue: [DoctorCheck] {
        [
            .one("outbox.backlog", "mails leave", Look.backlog),
            .one("outbox.dead", "no mail was given up", Look.deadLetters),
            .one("outbox.conserved", "every mail is accounted for", Look.conserved),
        ]
    }

    private static var mail: [DoctorCheck] {
        [
            .one("network.route", "there is a way out", Look.route),
            .each("mail.server", "the mail server takes mail from this account", MailLook.steps),
            .one("mail.flush", "the daemon reaches the mail server", Look.mailFailures),
            .one("mail.tokens", "the log-in's tokens are kept, renewed and can be renewed again", Look.tokens),
            .one("mail.recipients", "somebody gets alerts", Look.recipients),
            .one("mail.heartbeat", "silence of the dock would be noticed", Look.signsOfLife),
            .one("mail.digest", "the daily digest arrives", Look.digest),
        ]
    }

    private static var console: [DoctorCheck] {
        [
            DoctorCheck(id: "console.listens", title: "the console accepts connections") {
                [(nil, await Look.consoleListens($0))]
            },
            .one("console.reach", "the console is not open to the world", Look.consoleReach),
        ]
    }

    private static var hardware: [DoctorCheck] {
        [
            .each("device.serial", "each serial port is there and may be used", Look.serialPorts),
            DoctorCheck(id: "device.answers", title: "each Modbus device answers and is the right one") {
                await Look.devices($0)
            },
            .one("device.watchdog", "the controller stops by itself when Roost hangs", Look.hardwareWatchdog),
            .one("device.sensors", "smoke, water and weather are measured", Look.sensors),
            DoctorCheck(id: "vehicle.heard", title: "the vehicle is heard") {
                [(nil, await Look.vehicle($0))]
            },
            .one("vehicle.ready", "the vehicle's own checks pass", Look.vehicleReady),
        ]
    }

    private static var flight: [DoctorCheck] {
        [
            .one("weather.fresh", "the wind is measured now", Look.weather),
            .one("weather.forecast", "the forecast is fresh", Look.forecast),
            .one("schedule.next", "a run is planned", Look.schedules),
            .one("schedule.paused", "no schedule is paused", Look.pauses),
            .one("schedule.airspace", "closed times are known and not all past", Look.airspace),
        ]
    }

    private static var parts: [DoctorCheck] {
        [
            .one("parts.complete", "parts.yaml says what to order", Look.parts),
            .one("parts.wear", "no part is due", Look.wear),
        ]
    }

    private static var daemon: [DoctorCheck] {
        [
            .one("incidents.open", "no incident is open", Look.incidents),
            .one("dock.person", "the dock waits for nobody", Look.person),
            .one("daemon.alive", "the daemon decides", Look.daemon),
            .each("service.installed", "the units are installed", Look.unitsInstalled),
            .each("service.enabled", "the units start with the machine", Look.unitsEnabled),
            .one("service.runs", "the unit runs and was not restarted", Look.unitRuns),
            .one("service.watchdog", "systemd watches the daemon", Look.watchdog),
            .one("service.program", "the daemon runs the installed program", Look.program),
        ]
    }
}
