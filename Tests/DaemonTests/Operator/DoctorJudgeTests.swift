// SPDX-License-Identifier: Apache-2.0
// What `roost doctor` makes of the figures it reads: each judgement at its limits, and what it reads out of the texts
// of the kernel and of systemd.

import DockModel
import Foundation
import Settings
import Testing
import Tokens
import Wear

@testable import Mailer
@testable import Store
@testable import roost

private let now = WallTime(milliseconds: 1_790_000_000_000)

private func room(_ free: Int64, _ total: Int64, inodes: Int64 = 0, of all: Int64 = 0) -> StorageRoom {
    StorageRoom(free: free, total: total, freeInodes: inodes, totalInodes: all)
}

private func unit(_ text: String) -> UnitState { UnitState(text: text) }

private let runningUnit = """
    LoadState=loaded
    ActiveState=active
    SubState=running
    UnitFileState=enabled
    Result=success
    NRestarts=0
    MainPID=812
    WatchdogUSec=1min
    NeedDaemonReload=no
    """

@Suite struct StorageJudgements {
    @Test(arguments: [
        (room(300_000_000_000, 500_000_000_000), DoctorResult.ok),
        (room(900_000_000, 4_000_000_000), .warning),
        (room(20_000_000_000, 500_000_000_000), .warning), (room(199_000_000, 4_000_000_000), .fault),
    ])
    func `room is judged by what is left and by its share`(room: StorageRoom, result: DoctorResult) {
        let verdict = Judge.freeSpace(room)
        #expect(verdict.result == result && verdict.evidence.contains("B free of "))
    }

    @Test func `inodes count only where the file system counts them`() {
        #expect(Judge.inodes(room(1, 1)).result == .ok)
        #expect(Judge.inodes(room(1, 1, inodes: 90_000, of: 100_000)).result == .ok)
        #expect(Judge.inodes(room(1, 1, inodes: 4_000, of: 100_000)).result == .warning)
        #expect(Judge.inodes(room(1, 1, inodes: 10, of: 100_000)).result == .fault)
    }

    @Test func `the mount that holds a path is the deepest and the topmost`() {
        let table = """
            22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
            30 22 0:25 / /var rw,nosuid - xfs /dev/sdb1 rw
            31 30 0:26 / /var/lib/roost rw - ext4 /dev/sdc1 rw
            32 30 0:27 / /var/lib/roost ro - tmpfs tmpfs rw
            33 22 0:28 / /mnt/a\\040b rw - nfs4 host:/x rw
            """
        #expect(MountedSystem.holding("/etc", in: table) == MountedSystem(kind: "ext4", isReadOnly: false))
        #expect(MountedSystem.holding("/var/lib/roostery", in: table)?.kind == "xfs")
        #expect(
            MountedSystem.holding("/var/lib/roost/x", in: table)
                == MountedSystem(kind: "tmpfs", isReadOnly: true))
        #expect(MountedSystem.holding("/mnt/a b/c", in: table)?.kind == "nfs4")
        #expect(MountedSystem.holding("/x", in: "nonsense\n\n1 2 3 - 4\n") == nil)
    }

    @Test(arguments: [
        ("ext4", DoctorResult.ok), ("btrfs", .ok), ("tmpfs", .fault), ("nfs4", .fault), ("overlay", .warning),
        ("vfat", .warning), ("fuse.sshfs", .warning),
    ])
    func `a file system is judged by what it keeps`(kind: String, result: DoctorResult) {
        #expect(Judge.fileSystem(MountedSystem(kind: kind, isReadOnly: false)).result == result)
        #expect(Judge.fileSystem(MountedSystem(kind: kind, isReadOnly: true)).result == .fault)
    }

    @Test func `a database is judged by schema, pages, pragmas and size`() {
        #expect(Judge.schema(DatabaseFacts(schema: 8, knownSchema: 8)).result == .ok)
        #expect(Judge.schema(DatabaseFacts(schema: 7, knownSchema: 8)).result == .warning)
        #expect(Judge.schema(DatabaseFacts(schema: 9, knownSchema: 8)).result == .fault)
        #expect(Judge.integrity(DatabaseFacts(schema: 8, knownSchema: 8)).result == .ok)
        let torn = Judge.integrity(DatabaseFacts(schema: 8, knownSchema: 8, faults: ["row 3 missing"]))
        #expect(torn.result == .fault && torn.evidence.contains("row 3 missing"))
        let good = ["journal_mode": "wal", "synchronous": "2", "trusted_schema": "0", "cell_size_check": "1"]
        #expect(Judge.pragmas(good).result == .ok)
        let lax = Judge.pragmas(good.merging(["synchronous": "1"]) { $1 })
        #expect(lax.result == .fault && lax.evidence == "synchronous is 1, not full")
        #expect(Judge.databaseSize(DatabaseFacts(schema: 8, knownSchema: 8, octets: 4_000_000)).result == .ok)
        #expect(
            Judge.databaseSize(DatabaseFacts(schema: 8, knownSchema: 8, logOctets: 300_000_000)).result
                == .warning)
        #expect(Judge.backup(newest: nil, copies: 0).result == .warning)
        #expect(Judge.backup(newest: .seconds(86_400), copies: 2).evidence == "2 copies, the newest 24 h old")
        #expect(Judge.backup(newest: .seconds(40 * 86_400), copies: 1).result == .warning)
    }

    @Test func `a broken chain and a directory that cannot be written are faults`() {
        var report = ChainReport()
        #expect(Judge.chain(report).result == .ok)
        report.faults = 2
        report.findings = [
            ChainFinding(kind: .rowChanged, link: 3, subject: "x", detail: "the row was changed")
        ]
        #expect(Judge.chain(report).evidence == "2 findings, the first: the row was changed")
        #expect(Judge.writable(.yes, "/a", user: "roost").result == .ok)
        #expect(Judge.writable(.missing, "/a", user: "roost").result == .notTested)
        #expect(Judge.writable(.refused("Permission denied"), "/a", user: "kim").evidence.contains("for kim"))
    }
}

@Suite struct MachineJudgements {
    @Test func `a clock is judged by trust, by its source and against the store`() {
        let set = Moment(boot: Instant(nanoseconds: 0), wall: now)
        #expect(Judge.clockTrust(set, "synchronised").result == .ok)
        var lost = set
        lost.isWallTrusted = false
        #expect(Judge.clockTrust(lost, "synchronised").result == .fault)
        #expect(Judge.clockSource(isSynchronised: true, believesAny: false).result == .ok)
        #expect(Judge.clockSource(isSynchronised: false, believesAny: true).result == .warning)
        #expect(Judge.clockSource(isSynchronised: false, believesAny: false).result == .fault)
        #expect(Judge.clockAgainstStore(committed: now, now: now + .seconds(60)).result == .ok)
        #expect(
            Judge.clockAgainstStore(committed: now + .seconds(3_600), now: now).evidence.contains(
                "60 min ahead"))
    }

    @Test func `a zone shows its offset and its next change`() {
        let shown = Judge.timeZone("Europe/Zurich", hasFile: true, offset: 3_600, change: (now, 7_200))
        #expect(shown.evidence == "Europe/Zurich, +01:00 now; +02:00 from 2026-09-21T14:13:20Z")
        #expect(Judge.timeZone("Etc/GMT+3", hasFile: false, offset: -10_800, change: nil).result == .warning)
    }

    @Test func `memory, load and heat are read out of the kernel's texts`() {
        func text(_ available: Int) -> String {
            "MemTotal:  2000000 kB\nMemFree: 1 kB\nMemAvailable: \(available) kB\n"
        }
        #expect(Judge.memory(text(900_000)).evidence == "922 MB of 2 GB available")
        #expect(Judge.memory(text(100_000)).result == .warning)
        #expect(Judge.memory(text(30_000)).result == .fault)
        #expect(Judge.memory("MemTotal: x kB").result == .notTested)
        #expect(Judge.load("0.20 0.50 1.90 1/200 4711", processors: 1).result == .ok)
        #expect(Judge.load("0.20 0.50 2.10 1/200 4711", processors: 1).result == .warning)
        #expect(Judge.load("", processors: 1).result == .notTested)
        #expect(Judge.heat(nil).result == .notTested)
        #expect(Judge.heat(("cpu", 61.25)).evidence == "cpu 61.3 °C")
        #expect(Judge.heat(("cpu", 82)).result == .warning && Judge.heat(("cpu", 96)).result == .fault)
    }

    @Test func `a unit is judged by what systemd says of it`() {
        let good = unit(runningUnit)
        #expect(
            Judge.unitInstalled(good).result == .ok
                && Judge.unitEnabled(good, name: "roost.service").result == .ok)
        #expect(Judge.unitRuns(good).evidence == "active (running), 0 restarts")
        #expect(Judge.watchdog(good).result == .ok && good.process == 812)
        let failed = unit(
            runningUnit.replacing("ActiveState=active", with: "ActiveState=failed")
                .replacing("Result=success", with: "Result=watchdog"))
        #expect(
            Judge.unitRuns(failed).result == .fault && Judge.unitRuns(failed).evidence.contains("watchdog"))
        #expect(
            Judge.unitRuns(unit(runningUnit.replacing("NRestarts=0", with: "NRestarts=3"))).result == .warning
        )
        #expect(Judge.watchdog(unit(runningUnit.replacing("1min", with: "infinity"))).result == .warning)
        let absent = unit("LoadState=not-found\nMainPID=0\n")
        #expect(Judge.unitInstalled(absent).result == .warning && absent.process == nil)
        #expect(Judge.unitEnabled(absent, name: "x").result == .notTested)
        let disabled = unit(runningUnit.replacing("UnitFileState=enabled", with: "UnitFileState=disabled"))
        #expect(Judge.unitEnabled(disabled, name: "roost.service").remedy == "systemctl enable roost.service")
        #expect(Judge.program(running: "/usr/bin/roost (deleted)", own: "/usr/bin/roost").result == .warning)
        #expect(Judge.program(running: "/usr/bin/roost", own: "/usr/bin/roost").result == .ok)
        #expect(Judge.program(running: nil, own: "/usr/bin/roost").result == .notTested)
    }

    @Test func `the service's user needs its group only for serial lines`() {
        #expect(Judge.user(exists: false, groups: [], needsSerial: true).result == .notTested)
        #expect(Judge.user(exists: true, groups: ["roost"], needsSerial: false).result == .ok)
        #expect(Judge.user(exists: true, groups: ["roost"], needsSerial: true).result == .fault)
        #expect(Judge.user(exists: true, groups: ["dialout"], needsSerial: true).result == .ok)
    }
}

@Suite struct DockJudgements {
    @Test func `a device is judged by its points, or by what the daemon stored`() {
        #expect(Judge.device(good: 12, of: 12, lost: nil, isOptional: false).result == .ok)
        #expect(Judge.device(good: 11, of: 12, lost: nil, isOptional: false).result == .warning)
        #expect(Judge.device(good: 0, of: 12, lost: "no reply", isOptional: false).result == .fault)
        #expect(Judge.device(good: 0, of: 12, lost: "no reply", isOptional: true).result == .warning)
        #expect(Judge.device(isAbsent: true, age: .seconds(3), isOptional: false).result == .fault)
        #expect(
            Judge.device(isAbsent: false, age: .seconds(3), isOptional: false).evidence.hasPrefix("answers, ")
        )
    }

    @Test func `a serial port must be a device of group dialout`() {
        let path = "/dev/serial/by-id/usb-FTDI"
        #expect(Judge.serial(Judge.SerialFile(), path: path).result == .ok)
        #expect(Judge.serial(Judge.SerialFile(), path: "/dev/ttyUSB0").result == .warning)
        #expect(Judge.serial(Judge.SerialFile(isThere: false), path: path).result == .fault)
        #expect(Judge.serial(Judge.SerialFile(isDevice: false), path: path).result == .fault)
        #expect(Judge.serial(Judge.SerialFile(group: "root"), path: path).result == .fault)
        #expect(Judge.serial(Judge.SerialFile(isGroupOpen: false), path: path).result == .fault)
    }

    @Test func `secrets are judged by where they are and who may read them`() {
        #expect(Judge.secret(.readable("/a")).result == .ok)
        #expect(Judge.secret(.unusable("no such file")).result == .fault)
        #expect(Judge.secret(.atManager(file: "/etc/roost/credentials/smtp", mode: 0o600)).result == .ok)
        #expect(Judge.secret(.atManager(file: "/etc/roost/credentials/smtp", mode: 0o644)).result == .fault)
        #expect(Judge.secret(.atManager(file: "/etc/roost/credentials/smtp", mode: nil)).result == .fault)
        #expect(Judge.secret(.hidden("closed")).result == .notTested)
    }

    @Test func `weather, forecast and schedules are judged by their age`() {
        #expect(Judge.weather(age: .seconds(3), limit: .seconds(120), speed: "3 m/s").result == .ok)
        #expect(Judge.weather(age: .seconds(130), limit: .seconds(120), speed: "3 m/s").result == .fault)
        #expect(Judge.weather(age: .seconds(3), limit: .seconds(120), speed: nil).result == .fault)
        #expect(Judge.weather(age: nil, limit: .seconds(120), speed: nil).result == .fault)
        #expect(Judge.forecast(age: .seconds(3_600), limit: .seconds(43_200), file: "f").result == .ok)
        #expect(Judge.forecast(age: .seconds(50_000), limit: .seconds(43_200), file: "f").result == .warning)
        #expect(Judge.forecast(age: .seconds(-8_000), limit: .seconds(43_200), file: "f").result == .warning)
        #expect(Judge.schedules(enabled: 1, of: 2, next: ("a@b", .seconds(7_200))).result == .ok)
        #expect(Judge.schedules(enabled: 1, of: 2, next: ("a@b", .seconds(90 * 86_400))).result == .warning)
        #expect(Judge.schedules(enabled: 0, of: 2, next: nil).result == .warning)
        #expect(Judge.schedules(enabled: 0, of: 0, next: nil).result == .warning)
        #expect(Judge.airspace([]).result == .notTested)
        #expect(Judge.airspace([("a.ics", .seconds(9)), ("b", nil)]).result == .ok)
        let past = Judge.airspace([("a.ics", .seconds(-9)), ("b", nil)])
        #expect(past.result == .warning && past.evidence.contains("a.ics") && !past.evidence.contains("b,"))
    }

    @Test func `the most advanced notice and the most urgent incident decide`() {
        #expect(Judge.wear([], of: 3).result == .ok)
        #expect(Judge.wear([("a", .plan)], of: 3).result == .warning)
        #expect(Judge.wear([("a", .plan), ("b", .stop)], of: 3).result == .fault)
        #expect(Judge.incidents([]).result == .ok)
        #expect(Judge.incidents([("x", .warning), ("y", .notice)]).result == .warning)
        #expect(Judge.incidents([("x", .warning), ("y", .emergency)]).result == .fault)
        #expect(Judge.person(needed: true, waitsFor: nil, phase: "lost").result == .fault)
        #expect(Judge.daemon(age: nil, limit: .seconds(180)).result == .warning)
        #expect(Judge.daemon(age: .seconds(5), limit: .seconds(180)).result == .ok)
        #expect(Judge.daemon(age: .seconds(200), limit: .seconds(180)).result == .fault)
    }
}

@Suite struct MailJudgements {
    private func report(_ steps: [(ProbeStep.Name, Bool)]) -> ProbeReport {
        var report = ProbeReport()
        for (name, isGood) in steps {
            report.steps.append(
                ProbeStep(
                    name: name, isGood: isGood, duration: .milliseconds(12), detail: "\(name) seen",
                    remedy: isGood ? nil : "mend \(name)"))
        }
        return report
    }

    @Test func `steps that were not reached are not tested, and say which one failed`() {
        let sights = MailLook.verdicts(report([(.secret, true), (.dns, true), (.connect, false)]))
        #expect(sights.map(\.verdict.result) == [.ok, .ok, .fault, .notTested, .notTested, .notTested])
        #expect(sights[1].verdict.evidence == "dns seen, 12 ms" && sights[2].verdict.remedy == "mend connect")
        #expect(sights[3].verdict.evidence == "step connect failed before")
    }

    private func stats(queued: Int = 0, oldest: Duration? = nil, dead: Int = 0) -> OutboxStats {
        OutboxStats(
            created: queued + dead, queued: queued, leased: 0, deferred: 0, held: 0, sent: 0, dead: dead,
            openDeadLetters: dead, waitingOctets: queued * 2_000,
            oldestWaiting: oldest.map { now + (.zero - $0) },
            isConserved: true)
    }

    @Test func `a queue is judged by the age of its oldest mail`() {
        #expect(Judge.backlog(stats(), now: now).result == .ok)
        #expect(Judge.backlog(stats(queued: 900, oldest: .seconds(3_600)), now: now).result == .ok)
        #expect(Judge.backlog(stats(queued: 1, oldest: .seconds(2 * 86_400)), now: now).result == .warning)
        let old = Judge.backlog(stats(queued: 3, oldest: .seconds(9 * 86_400)), now: now)
        #expect(old.result == .fault && old.evidence == "3 mails wait, the oldest 9 days old, 6 kB")
        #expect(Judge.deadLetters(stats(dead: 1)).evidence == "1 mail was given up")
        var lost = stats()
        lost.isConserved = false
        #expect(Judge.conserved(lost).result == .fault)
    }

    @Test func `the memory of the server, signs of life and digests are judged`() {
        #expect(Judge.mailFailures(0, holdOff: nil).result == .ok)
        #expect(Judge.mailFailures(3, holdOff: nil).result == .ok)
        #expect(Judge.mailFailures(20, holdOff: nil).result == .warning)
        #expect(Judge.mailFailures(1, holdOff: now).result == .fault)
        #expect(Judge.signsOfLife(every: nil, inFlight: nil).result == .warning)
        #expect(Judge.signsOfLife(every: .seconds(3_600), inFlight: .seconds(60)).result == .ok)
        #expect(Judge.digest(sent: .seconds(3_600), limit: .seconds(93_600), isMissed: false).result == .ok)
        #expect(
            Judge.digest(sent: .seconds(99_000), limit: .seconds(93_600), isMissed: false).result == .warning)
        #expect(Judge.digest(sent: nil, limit: .seconds(93_600), isMissed: true).result == .fault)
    }

    @Test(arguments: [
        ("127.0.0.1", DoctorResult.ok), ("127.9.9.9", .ok), ("::1", .ok), ("localhost", .ok),
        ("0.0.0.0", .fault), ("10.0.0.5", .fault), ("::", .fault),
    ])
    func `a console is open to who can reach its address`(host: String, result: DoctorResult) {
        var console = ConsoleSettings()
        console.listen = .address(NetworkAddress(host: host, port: 8437))
        #expect(Judge.consoleReach(console).result == result)
    }

    @Test func `a console that others reach asks who they are`() {
        var console = ConsoleSettings()
        console.listen = .address(NetworkAddress(host: "0.0.0.0", port: 443))
        console.proxies = []
        #expect(Judge.consoleReach(console).result == .warning)
        console.anonymous = .none
        #expect(Judge.consoleReach(console).result == .ok)
        console.listen = .socket(path: "/run/roost/console.sock")
        #expect(Judge.consoleReach(console).result == .ok)
    }

    @Test func `tokens are judged by what renews them and by when that was done last`() {
        func verdict(
            hasRefresh: Bool = true, age: Int64 = 600, left: Int64 = 3_000, isByPerson: Bool = true
        ) -> Verdict {
            let facts = TokenFacts(
                hasRefresh: hasRefresh, taken: now + .seconds(-age), end: now + .seconds(left))
            return Judge.tokens(facts, trouble: nil, isByPerson: isByPerson, now: now)
        }
        #expect(verdict().result == .ok && verdict().evidence.contains("ends in 50 min"))
        #expect(verdict(left: -5).result == .ok && verdict(left: -5).evidence.contains("the next mail renews it"))
        #expect(verdict(hasRefresh: false).result == .fault)
        // A client that is the account itself needs nothing to renew with.
        #expect(verdict(hasRefresh: false, isByPerson: false).result == .ok)
        #expect(verdict(age: 31 * 86_400).result == .warning)
        #expect(verdict(age: 31 * 86_400, isByPerson: false).result == .ok)
        #expect(verdict(age: -3_600).result == .warning)
        #expect(Judge.tokens(nil, trouble: nil, isByPerson: true, now: now).result == .warning)
        #expect(Judge.tokens(nil, trouble: "has mode 0644", isByPerson: true, now: now).result == .fault)
    }

    @Test func `a port is judged together with the daemon`() {
        func verdict(_ isOpen: Bool, _ isAlive: Bool) -> DoctorResult {
            Judge.consoleListens(isOpen: isOpen, isDaemonAlive: isAlive, address: "127.0.0.1:8437").result
        }
        #expect(verdict(true, true) == .ok && verdict(false, true) == .fault)
        #expect(verdict(true, false) == .warning && verdict(false, false) == .notTested)
    }
}

@Suite struct DoctorWords {
    @Test func `sizes, spans and lists are written as people write them`() {
        #expect(
            [0, 999, 1_500, 2_000_000].map { DoctorText.octets($0) } == ["0 B", "999 B", "2 kB", "2 MB"])
        #expect(
            [5, 119, 120, 7_200, 200_000].map { DoctorText.span(.seconds($0)) } == [
                "5 s", "119 s", "2 min", "2 h", "2 days",
            ])
        #expect(
            DoctorText.list(["a", "b", "c", "d"]) == "a, b, c and 1 more" && DoctorText.list(["a"]) == "a")
        #expect(DoctorText.percent(1, of: 0) == "0 %" && DoctorText.tenths(.infinity) == "inf")
    }

    @Test func `names are unique, few letters, and more than thirty`() {
        let ids = DoctorCheck.all.map(\.id)
        #expect(Set(ids).count == ids.count && ids.count > 30)
        #expect(
            ids.allSatisfy {
                $0.split(separator: ".").count == 2 && $0.allSatisfy { $0.isLowercase || $0 == "." }
            })
        #expect(DoctorCheck.named(["mail"])?.count == 6 && DoctorCheck.named(["mail.heart"]) == nil)
        #expect(
            DoctorCheck.named(["store.size"])?.map(\.id) == ["store.size"]
                && DoctorCheck.named([])?.count == ids.count)
    }

    @Test func `the page on operating names each check`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let page = try String(contentsOf: root.appending(path: "docs/doctor.md"), encoding: .utf8)
        for check in DoctorCheck.all {
            #expect(page.contains("| `\(check.id)` | \(check.title) |"), "\(check.id)")
        }
    }

    @Test func `foreign text in a finding cannot write on the terminal`() {
        let hostile = DoctorFinding(
            id: "a.b", subject: "x\u{1B}[2J", title: "t", result: .fault, evidence: "e\r\n\u{1B}]0;x\u{7}",
            remedy: "r\u{9B}")
        let text = DoctorTable.text([hostile], isColoured: false)
        #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
        #expect(text.split(separator: "\n").count == 3)
    }
}
