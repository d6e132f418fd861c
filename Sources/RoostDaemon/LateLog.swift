// SPDX-License-Identifier: Apache-2.0
// Asks the vehicle again for the log of its last flight, when the download after that flight did not end. It is done
// only while the dock rests and nothing is due, and gives way at once to whatever the core orders. Pictures are fetched
// under the same conditions.

internal import DockModel
internal import Foundation
internal import Host
internal import Logging
internal import MAVLink
internal import RoostCore
internal import Store
internal import Synchronization
internal import VehicleLink

/// The late download of one log.
enum LateLog {
    /// Dock time between two tries.
    static let retryPeriod = Duration.seconds(600)
    /// The time before the next due run in which nothing is fetched any more.
    static let margin = Duration.seconds(300)
    /// Longest dock time of one try; the next goes on where it ended.
    static let longestTry = Duration.seconds(3_600)
    /// How long after a flight its log is asked for.
    static let longestWait = Duration.seconds(14 * 86_400)

    /// Whether the dock rests and nothing is due, so that the vehicle may be kept busy.
    static func isFree(_ state: DockState, at now: Moment) -> Bool {
        guard state.phase == .idle, state.run == nil, state.waiting.isEmpty, state.lockOut == nil else { return false }
        guard let next = state.agenda?.next else { return true }
        return now.wall + margin < next
    }

    /// The run whose log is wanted: the last flight, when its record has none; nil otherwise. The vehicle's newest log
    /// is that flight's only while nothing was launched since.
    static func wanted(in database: RoostDatabase, logDirectory: String, at now: Moment) throws(StoreError) -> String? {
        // As it is: the log of a flight whose record was damaged is wanted all the same.
        guard let last = try database.lastFlightRecordAsItIs(), !last.hasLog,
            last.flown.duration(to: now.wall) < longestWait, RecordLog.find(last.run, in: logDirectory) == nil
        else { return nil }
        return last.run
    }
}

extension VehicleAdapter {
    /// Whether a log is being fetched that the core did not ask for now.
    var isFetchingLate: Bool { lateFetch.withLock { $0 != nil } }

    /// Fetches the newest log for a run until it is there, the task is cancelled or an order comes.
    func fetchLate(_ run: String) async -> OrderResult { await fetchLate { await self.offloadLog(run) } }

    /// Does what keeps the vehicle busy and gives way to orders, until it is done, the task is cancelled or an order
    /// comes. Only one such work is done at a time.
    func fetchLate(_ work: @escaping @Sendable () async -> OrderResult) async -> OrderResult {
        let fetch: Task<OrderResult, Never>? = lateFetch.withLock { held in
            guard held == nil else { return nil }
            let fetch = Task { await work() }
            held = fetch
            return fetch
        }
        guard let fetch else { return .failed(reason: "another file is being fetched") }
        let result = await withTaskCancellationHandler { await fetch.value } onCancel: { fetch.cancel() }
        lateFetch.withLock { $0 = nil }
        return result
    }

    /// Ends such a download: an order of the core is about to leave. What came of it is kept for the next try.
    func endLateFetch() async {
        guard let fetch = lateFetch.withLock({ $0 }) else { return }
        fetch.cancel()
        _ = await fetch.value
    }
}

/// Looks for a log that is wanted and may be fetched, until the task is cancelled.
func runLateLogs(
    _ vehicle: VehicleAdapter, database: RoostDatabase, logDirectory: String, loop: DockLoop, clock: any DockClock,
    logger: Logger
) async {
    var tried: Instant?
    while !Task.isCancelled {
        do { try await clock.sleep(for: .seconds(30)) } catch { return }
        let now = clock.now()
        if let tried, tried.duration(to: now.boot) < LateLog.retryPeriod { continue }
        guard LateLog.isFree(await loop.state, at: now), vehicle.latest?.isHeard == true,
            vehicle.latest?.vehicle?.isArmed?.value == false
        else { continue }
        do {
            guard let run = try LateLog.wanted(in: database, logDirectory: logDirectory, at: now) else { continue }
            tried = now.boot
            logger.notice("the log of \(run) is asked for again")
            let result = await whileFree(loop: loop, clock: clock, since: now.boot) { await vehicle.fetchLate(run) }
            logger.notice("the log of \(run): \(result)")
        } catch {
            logger.debug("late logs cannot be looked after: \(error)")
        }
    }
}

/// Does a work while the dock stays free, and no longer than one try may take.
func whileFree(
    loop: DockLoop, clock: any DockClock, since: Instant, _ work: @escaping @Sendable () async -> OrderResult
) async -> OrderResult {
    await withTaskGroup(of: OrderResult?.self) { group in
        group.addTask { await work() }
        group.addTask {
            while !Task.isCancelled {
                let now = clock.now()
                guard LateLog.isFree(await loop.state, at: now),
                    since.duration(to: now.boot) < LateLog.longestTry
                else { break }
                do { try await clock.sleep(for: .seconds(1)) } catch { break }
            }
            return nil
        }
        var result: OrderResult?
        for await ended in group {
            // Whoever ends first ends the other: the download is over, or has to give way.
            group.cancelAll()
            result = ended ?? result
        }
        return result ?? .failed(reason: "given up")
    }
}
