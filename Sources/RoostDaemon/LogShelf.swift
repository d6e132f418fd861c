// SPDX-License-Identifier: Apache-2.0
// How long flight logs stay and how much of the disk they may have: the oldest go first, each is named in the log. One
// that a flight record still waits for, one of the last ten and one of the last two days are never removed.

internal import DockModel
internal import Foundation
internal import Host
internal import Logging
internal import RoostCore
internal import Settings
internal import Store

/// The downloaded logs of a dock.
struct LogShelf {
    let directory: String
    let retention: LogRetention
    let database: RoostDatabase
    /// Octets of the disk on which the logs lie; nil when the system does not say.
    var diskOctets: () -> Int64?

    /// Logs that stay whatever they cost.
    static let newest = 10
    /// How young a log is that stays: its record may still be made.
    static let youngest = Duration.seconds(2 * 86_400)
    /// Logs that go in one round at most.
    static let mostAtOnce = 200
    /// Dock time between two rounds.
    static let period = Duration.seconds(6 * 3_600)

    init(
        directory: String, retention: LogRetention, database: RoostDatabase, diskOctets: (() -> Int64?)? = nil
    ) {
        (self.directory, self.retention, self.database) = (directory, retention, database)
        self.diskOctets = diskOctets ?? { BackupFolder(path: directory).diskOctets }
    }

    /// What all logs together may take; nil when the system does not say how large the disk is.
    var budget: Int64? { diskOctets().map { Int64(Double($0) * retention.share.value / 100) } }

    /// A log that lies there.
    struct Log: Equatable {
        var path: String
        var octets: Int64
        var changed: WallTime
    }

    /// The logs, newest first.
    func logs() -> [Log] {
        // A folder that is not there holds none.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.compactMap { name -> Log? in
            guard RecordLog.endings.contains(where: { name.hasSuffix("." + $0) }),
                // One that went meanwhile is none.
                let facts = try? FileManager.default.attributesOfItem(atPath: directory + "/" + name),
                facts[.type] as? FileAttributeType == .typeRegular, let size = facts[.size] as? NSNumber,
                let changed = facts[.modificationDate] as? Date
            else { return nil }
            return Log(
                path: directory + "/" + name, octets: size.int64Value,
                changed: WallTime(seconds: changed.timeIntervalSince1970))
        }.sorted { ($1.changed, $1.path) < ($0.changed, $0.path) }
    }

    /// The logs that are to go, oldest first.
    /// - Throws: `StoreError` when nobody can say which are still needed; then none goes.
    func surplus(at now: Moment) throws(StoreError) -> [Log] {
        guard now.isWallTrusted else { return [] }
        let logs = logs()
        var sum = logs.reduce(Int64(0)) { $0 + $1.octets }
        let budget = budget ?? .max
        let needed = try neededNames(at: now)
        var going: [Log] = []
        for log in logs.dropFirst(Self.newest).reversed() where going.count < Self.mostAtOnce {
            let age = log.changed.duration(to: now.wall)
            guard age > Self.youngest, sum > budget || retention.kept.map({ age > $0 }) ?? false else { continue }
            let name = log.path.split(separator: "/").last?.split(separator: ".").dropLast().joined(separator: ".")
            guard !needed.contains(name ?? "") else { continue }
            going.append(log)
            sum -= log.octets
        }
        return going
    }

    /// The names of logs that records wait for, without their endings.
    private func neededNames(at now: Moment) throws(StoreError) -> Set<String> {
        var runs = Set(try database.dueRecords(limit: StoreLimit.rowsPerRead))
        // A record that cannot be read may wait for its log as well.
        let waiting = try database.flightRecordsWithoutLog(at: now.wall, limit: StoreLimit.rowsPerRead) { _ in }
        runs.formUnion(waiting.map(\.run))
        if let last = try database.lastFlightRecordAsItIs() { runs.insert(last.run) }
        return Set(runs.map { VehicleAdapter.fileName($0) })
    }

    /// Removes what is to go, and answers it.
    func tidy(at now: Moment) throws(StoreError) -> [Log] {
        var gone: [Log] = []
        for log in try surplus(at: now) {
            do { try FileManager.default.removeItem(atPath: log.path) } catch {
                throw .inputOutput(path: log.path, detail: error.localizedDescription)
            }
            gone.append(log)
        }
        return gone
    }
}

/// Looks after the logs while the dock rests, until the task is cancelled.
func runLogShelf(
    _ directory: String, _ retention: LogRetention, _ database: RoostDatabase, loop: DockLoop, clock: any DockClock,
    logger: Logger
) async {
    let shelf = LogShelf(directory: directory, retention: retention, database: database)
    while !Task.isCancelled {
        do { try await clock.sleep(for: LogShelf.period) } catch { return }
        guard await loop.state.run == nil else { continue }
        do throws(StoreError) {
            for log in try shelf.tidy(at: clock.now()) {
                logger.notice("the flight log \(log.path) was removed (\(OctetCount.text(log.octets)))")
            }
        } catch {
            logger.error("flight logs could not be looked after: \(error)")
        }
    }
}
