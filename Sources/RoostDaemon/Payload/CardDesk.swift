// SPDX-License-Identifier: Apache-2.0
// Brings the pictures of a flight home from the vehicle's card by MAVFTP, while the dock rests and nothing is due. It
// gives way to every order, goes on where it stopped, and changes nothing on the vehicle.

internal import DockModel
internal import Foundation
internal import Host
internal import Logging
internal import MAVLink
internal import Payload
internal import RoostCore
internal import Store
internal import VehicleLink

/// What is to be done with a card.
struct CardErrand: Sendable, Equatable {
    /// Where the pictures lie.
    var fetch: PictureFetch
    /// The flights whose pictures they are; none where it is only looked at what lies there before the first flight.
    var flights: [PictureFlight]
}

/// The desk that fetches pictures.
actor CardDesk {
    /// Dock time between two looks at what is to be done.
    static let period = Duration.seconds(30)
    /// Dock time after a pass that did not end.
    static let retryPeriod = Duration.seconds(600)
    /// Dock time after a pass that left something behind.
    static let soon = Duration.seconds(60)
    /// Dock time between two listings; a file that grew between them is still being written.
    static let settling = Duration.seconds(5)
    /// Folders inside of folders, and folders and files of one card.
    static let deepest = 4
    static let mostFolders = 500
    static let mostFiles = 20_000
    /// The folder where files that are not whole wait; pictures are taken up from beside it.
    static let draftFolder = ".card"
    /// The folder for pictures that may be of several flights: their own time tells which.
    static let anyFlight = "card"
    /// What a vehicle says of a folder that is not there; ArduPilot names the system's ENOENT.
    private static let absences = [FileRefusal.notFound.description, FileRefusal.system(2).description]

    private let vehicle: VehicleAdapter
    private let database: RoostDatabase
    private let payloads: Shelf<[ScheduleID: PayloadTerms]>
    private let pictures: PictureDesk
    private let incoming: String
    private let clock: any DockClock
    private let logger: Logger
    /// Flights whose pictures are all here.
    private var finished: Set<String> = []
    /// Until when a card is left alone.
    private var resting: [String: Instant] = [:]

    /// A desk that fetches from a vehicle for the desk of pictures.
    init(
        vehicle: VehicleAdapter, database: RoostDatabase, pictures: PictureDesk, clock: any DockClock, logger: Logger
    ) {
        (self.vehicle, self.database, self.pictures) = (vehicle, database, pictures)
        (payloads, incoming) = (pictures.payloads, pictures.incoming)
        (self.clock, self.logger) = (clock, logger)
    }

    /// What is to be done now; nil when nothing is.
    func errand(at now: Moment, running: MissionRun?) async throws -> CardErrand? {
        let all = payloads.all.sorted { $0.key < $1.key }
        guard now.isWallTrusted, all.contains(where: { $0.value.fetch != nil }) else { return nil }
        let flights = try PictureDesk.flights(in: database, running)
        let recent = flights.filter { flight in
            guard let landed = flight.landed else { return false }
            return now.wall < landed + PictureJoin.longestWay
        }
        let waiting = recent.filter { flight in
            payloads.all[ScheduleID(flight.schedule)]?.fetch != nil && !finished.contains(flight.id)
        }
        await pictures.hold(Set(waiting.map(\.id)))
        func isFree(_ fetch: PictureFetch) -> Bool { resting[fetch.card].map { $0 <= now.boot } ?? true }
        for flight in waiting {
            guard let fetch = payloads.all[ScheduleID(flight.schedule)]?.fetch, isFree(fetch) else { continue }
            return CardErrand(fetch: fetch, flights: recent)
        }
        for case let fetch? in all.map(\.value.fetch) where isFree(fetch) {
            if try database.card(fetch.card) == nil { return CardErrand(fetch: fetch, flights: []) }
        }
        return nil
    }

    /// Does an errand: looks at the card, fetches what is new.
    func carryOut(_ errand: CardErrand) async -> OrderResult {
        let began = clock.now()
        do {
            let octets =
                errand.flights.isEmpty
                ? try await begin(errand.fetch, began) : try await empty(errand, began)
            return .fetched(octets: octets)
        } catch {
            resting[errand.fetch.card] = clock.now().boot + Self.retryPeriod
            return .failed(reason: error is CancellationError ? "given up" : "\(error)")
        }
    }

    /// Before the first flight: all that lies there is of flights that nobody asks for.
    private func begin(_ fetch: PictureFetch, _ began: Moment) async throws -> Int {
        var memory = CardMemory()
        memory.begin(try await listing(fetch))
        try database.replace(record(memory, began.wall), named: fetch.card)
        logger.notice("\(memory.entries.count) files lie on the vehicle in \(fetch.folder); they are not fetched")
        return 0
    }

    private func empty(_ errand: CardErrand, _ began: Moment) async throws -> Int {
        let fetch = errand.fetch
        let known = try database.card(fetch.card)
        var memory = CardMemory(
            entries: (known?.files ?? []).reduce(into: [:]) { entries, file in
                entries[file.path] = CardMemory.Entry(
                    octets: file.octets, isDone: file.isDone, attempts: file.attempts)
            })
        let earlier = try await listing(fetch)
        try await clock.sleep(for: Self.settling)
        let now = try await listing(fetch)
        let wanted = memory.wanted(earlier, now, fetch)
        // Whose pictures they are is sure only where one flight alone was flown since the card was looked at.
        let since = known.map { card in errand.flights.filter { $0.landed.map { $0 > card.emptied } ?? true } } ?? []
        let folder = since.count == 1 ? since[0].folder : Self.anyFlight
        var octets = 0
        for file in wanted {
            do throws(VehicleLinkError) {
                octets += try await take(file, fetch, into: folder)
                memory.took(file)
            } catch {
                switch error {
                case .fileRefused, .checksumDiffers: break
                default: throw error
                }
                let isLeft = memory.refused(file)
                logger.warning("picture \(file.path) of the vehicle: \(error)\(isLeft ? "; it is left there" : "")")
            }
            if let entry = memory.entries[file.path] {
                try database.store(Self.row(file.path, entry), ofCard: fetch.card)
            }
        }
        let isGrowing = !Set(now.filter { fetch.isPicture($0.path) }).isSubset(of: earlier)
        let isRefused = memory.entries.values.contains { !$0.isDone && $0.attempts < CardMemory.mostAttempts }
        guard !isGrowing, !isRefused else {
            // What was written while we looked is whole soon.
            resting[fetch.card] = clock.now().boot + Self.soon
            return octets
        }
        try database.replace(record(memory, began.wall), named: fetch.card)
        // A left-over of an earlier try is of no use any more; one that cannot go does no harm.
        try? FileManager.default.removeItem(atPath: "\(incoming)/\(Self.draftFolder)")
        for flight in errand.flights where payloads.all[ScheduleID(flight.schedule)]?.fetch?.card == fetch.card {
            finished.insert(flight.id)
        }
        return octets
    }

    /// Fetches one file and puts it where pictures arrive.
    private func take(
        _ file: CardFile, _ fetch: PictureFetch, into folder: String
    ) async throws(VehicleLinkError) -> Int {
        let parts = file.path.split(separator: "/").map { PictureDesk.plainWord(String($0)) }
        // A name that begins with a dot would never be taken up.
        let place = parts.map { $0.hasPrefix(".") ? "_" + $0 : $0 }.joined(separator: "/")
        let draft = "\(incoming)/\(Self.draftFolder)/\(place)", target = "\(incoming)/\(folder)/\(place)"
        let fetched = try await vehicle.session.fetch(
            "\(fetch.folder)/\(file.path)", of: fetch.component, to: draft, replaces: true)
        do {
            try FileManager.default.createDirectory(
                atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o750])
            try PictureFile.move(draft, to: target)
        } catch {
            throw .localFile(path: target, reason: (error as? PictureFileError)?.description ?? "\(error)")
        }
        return fetched.size - fetched.resumed
    }

    /// All files below the folder. A folder that is not there is an empty one: cameras make it with the first picture.
    private func listing(_ fetch: PictureFetch) async throws(VehicleLinkError) -> [CardFile] {
        var files: [CardFile] = []
        var folders = [(path: "", depth: 0)]
        var visited = 0
        while let (path, depth) = folders.popLast() {
            visited += 1
            guard visited <= Self.mostFolders, files.count <= Self.mostFiles else {
                throw .fileRefused(path: fetch.folder, reason: "it holds more files than are looked at")
            }
            let place = path.isEmpty ? fetch.folder : "\(fetch.folder)/\(path)"
            let entries: [DirectoryEntry]
            do throws(VehicleLinkError) {
                entries = try await vehicle.session.list(place, of: fetch.component).entries
            } catch {
                guard case .fileRefused(_, let reason) = error, Self.absences.contains(reason) else { throw error }
                continue
            }
            for entry in entries where ![".", "..", ""].contains(entry.name) && !entry.name.contains("/") {
                let inner = path.isEmpty ? entry.name : "\(path)/\(entry.name)"
                if !entry.isDirectory {
                    files.append(CardFile(path: inner, octets: entry.size))
                } else if depth < Self.deepest {
                    folders.append((inner, depth + 1))
                }
            }
        }
        return files
    }

    private func record(_ memory: CardMemory, _ emptied: WallTime) -> CardRecord {
        CardRecord(emptied: emptied, files: memory.entries.map { Self.row($0.key, $0.value) })
    }

    private static func row(_ path: String, _ entry: CardMemory.Entry) -> CardRecord.File {
        CardRecord.File(path: path, octets: entry.octets, isDone: entry.isDone, attempts: entry.attempts)
    }
}

/// Fetches pictures whenever some are to be had and the dock is free, until the task is cancelled.
func runCards(
    _ desk: CardDesk, vehicle: VehicleAdapter, loop: DockLoop, clock: any DockClock, logger: Logger
) async {
    while !Task.isCancelled {
        do { try await clock.sleep(for: CardDesk.period) } catch { return }
        let now = clock.now(), state = await loop.state
        do {
            guard let errand = try await desk.errand(at: now, running: state.run),
                LateLog.isFree(state, at: now), vehicle.latest?.isHeard == true,
                vehicle.latest?.vehicle?.isArmed?.value == false, !vehicle.isFetchingLate
            else { continue }
            logger.info("looking for pictures in \(errand.fetch.folder) on the vehicle")
            let result = await whileFree(loop: loop, clock: clock, since: now.boot) {
                await vehicle.fetchLate { await desk.carryOut(errand) }
            }
            switch result {
            case .fetched(0): logger.info("no new pictures on the vehicle")
            case .fetched(let octets): logger.notice("fetched \(octets) octets of pictures from the vehicle")
            default: logger.warning("pictures of the vehicle: \(result)")
            }
        } catch {
            logger.debug("pictures of the vehicle cannot be looked after: \(error)")
        }
    }
}
