// SPDX-License-Identifier: Apache-2.0
// The process and its machine as the console shows them, from small files of the kernel and of the storage directory.
// What nothing tells is nil.

internal import Console
internal import DockModel
internal import FleetLink
internal import Foundation
internal import Host
internal import MAVLink
internal import Settings
internal import Store
internal import VehicleLink

extension ConsoleAdapter {
    func system() async -> SystemPage {
        let now = clock.now()
        var page = SystemPage(now: now.wall)
        page.versions = [
            VersionFact(name: "Roost", version: DaemonVersion.text),
            VersionFact(name: "System", version: ProcessInfo.processInfo.operatingSystemVersionString),
            VersionFact(
                name: "Kernel", version: ProcessFigures.text("/proc/sys/kernel/osrelease") ?? "not told"),
        ]
        page.started = now.wall + (.zero - begun.boot.duration(to: now.boot))
        page.isClockTrusted = now.isWallTrusted
        switch configuration.dock.clockTrust {
        case .synchronised: page.clockRule = "a time source has set it (clock.trust: synchronised)"
        case .set: page.clockRule = "a plausible date (clock.trust: set)"
        }
        let figures = ProcessFigures()
        (page.residentBytes, page.cpuSeconds, page.openFiles) =
            (figures.residentBytes, figures.cpuSeconds, figures.openFiles)
        page.threads = figures.threads
        page.life = signs.waits.map { LifeFact(part: $0.part, dueIn: $0.dueIn) }
        storage(&page)
        page.links = links()
        page.checks = await health().checks
        page.fleet = fleet.map { fleetFact($0, at: now) }
        return page
    }

    private func fleetFact(_ post: FleetPost, at now: Moment) -> FleetLinkFact {
        let carrier = post.carrier.figures
        var fact = FleetLinkFact()
        (fact.isUp, fact.refused, fact.requests) = (carrier.isUp, carrier.refusedTotal, carrier.requestsTotal)
        (fact.connected, fact.failed) = (carrier.connectedTotal, carrier.failedTotal)
        fact.bundle = post.bundles?.board.number
        // A queue that cannot be read has no figures.
        if let queue = try? FleetQueue(reader).figures() {
            (fact.waiting, fact.made, fact.delivered) = (queue.waiting, queue.madeTotal, queue.deliveredTotal)
            (fact.shed, fact.oldest) = (queue.shedTotal, queue.oldest.map { $0.duration(to: now.wall) })
        }
        return fact
    }

    private func storage(_ page: inout SystemPage) {
        page.storagePath = reader.directory
        // A disk that does not say how full it is is shown as not measured.
        let disk = try? FileManager.default.attributesOfFileSystem(forPath: reader.directory)
        page.freeBytes = (disk?[.systemFreeSize] as? NSNumber)?.intValue
        page.diskBytes = (disk?[.systemSize] as? NSNumber)?.intValue
        page.files = StorageShelf.files(in: reader.directory) { $0.hasSuffix(".db") || $0.contains(".db-") }
        page.backups = StorageShelf.files(in: reader.directory + "/backup") { $0.hasSuffix(".db") }
    }

    private func links() -> [LinkFact] {
        var links: [LinkFact] = []
        // A status of another version, or none yet, is left out.
        if let mail = try? LinkStatus.load(from: reader) {
            links.append(
                LinkFact(
                    name: "mail: \(mail.terms.link)", state: mail.state.rawValue,
                    mark: mail.state == .down ? .bad : mail.state == .up ? .good : .attention,
                    detail: mail.text(nil)))
        } else {
            let bulletin = office.bulletin
            let isBad = bulletin.trouble != nil
            links.append(
                LinkFact(
                    name: "mail",
                    state: isBad ? "in trouble" : bulletin.lastFlush == nil ? "not used yet" : "up",
                    mark: isBad ? .bad : bulletin.lastFlush == nil ? .neutral : .good,
                    detail: bulletin.trouble ?? "no link is named in dock.yaml"))
        }
        if let report = vehicle.latest {
            let counts = report.statistics
            var words = [
                "\(counts.accepted) frames", "\(counts.lost) lost", "\(counts.checksumErrors) damaged",
            ]
            if let trouble = report.trouble { words.append(trouble) }
            links.append(
                LinkFact(
                    name: "vehicle", state: report.isHeard ? "up" : "down",
                    mark: report.isHeard ? .good : .bad,
                    detail: words.joined(separator: ", ")))
        } else {
            links.append(
                LinkFact(name: "vehicle", state: "nothing heard", mark: .attention, detail: "no report yet"))
        }
        return links
    }
}

/// Files of a storage directory.
enum StorageShelf {
    /// Most files listed.
    static let mostFiles = 40

    /// The files that fit, the newest first.
    static func files(in directory: String, where fits: (String) -> Bool) -> [FileFact] {
        // A directory that is not there has no files.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.filter(fits).compactMap { name -> FileFact? in
            // One that went away meanwhile is left out.
            guard let facts = try? FileManager.default.attributesOfItem(atPath: directory + "/" + name) else {
                return nil
            }
            let written = (facts[.modificationDate] as? Date).map {
                WallTime(seconds: $0.timeIntervalSince1970)
            }
            return FileFact(name: name, bytes: (facts[.size] as? NSNumber)?.intValue ?? 0, written: written)
        }
        .sorted { ($1.written?.milliseconds ?? 0, $0.name) < ($0.written?.milliseconds ?? 0, $1.name) }
        .prefix(mostFiles).map { $0 }
    }
}

/// What the kernel tells of this process.
struct ProcessFigures {
    /// Threads listed.
    static let mostThreads = 64

    var residentBytes: Int?
    var cpuSeconds: Double?
    var openFiles: Int?
    var threads: [ThreadFact] = []

    /// Reads the figures now.
    init() {
        residentBytes = Self.line("VmRSS:", of: Self.text("/proc/self/status")).map { $0 * 1_024 }
        cpuSeconds = Self.text("/proc/self/stat").flatMap(Self.seconds)
        // A kernel without /proc tells nothing.
        openFiles = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count
        // As above.
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
        threads = tasks.prefix(Self.mostThreads).compactMap { task -> ThreadFact? in
            guard let name = Self.text("/proc/self/task/\(task)/comm"),
                let time = Self.text("/proc/self/task/\(task)/stat").flatMap(Self.seconds)
            else { return nil }
            return ThreadFact(name: name, cpuSeconds: time)
        }
        .sorted { ($1.cpuSeconds, $0.name) < ($0.cpuSeconds, $1.name) }
    }

    /// A small file of the kernel as one trimmed text; nil when there is none.
    static func text(_ path: String) -> String? {
        // A kernel that does not tell it has no such file.
        (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The number of a line "VmRSS:   1234 kB".
    static func line(_ key: String, of text: String?) -> Int? {
        let line = text?.split(separator: "\n").first { $0.hasPrefix(key) }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
    }

    /// User and system time of a stat file, in ticks of 10 ms (proc(5)); the name in brackets may hold anything.
    static func seconds(_ stat: String) -> Double? {
        guard let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
            return nil
        }
        return (user + system) / 100
    }
}
