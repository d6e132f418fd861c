// SPDX-License-Identifier: Apache-2.0
// Takes the pictures of flights to the server that makes maps, one request at a time, and stores each step before and
// after it. What is asked next is the machine's decision; what a map is worth is the verdict's.

internal import DockModel
internal import Foundation
internal import Host
internal import Logging
internal import Payload
internal import Settings
internal import Store

/// A map as its row holds it.
struct StoredMap: Codable {
    /// How far it is.
    var job: MapJob
    /// What became of it; nil while it is under way.
    var outcome: MapOutcome?
}

/// The desk where maps are made of pictures.
actor MapDesk {
    /// Dock time between two looks.
    static let period = Duration.seconds(5)
    /// Maps that are under way at once; others wait for their turn.
    static let mostOpen = 20
    /// Flights that are looked through for new maps.
    static let mostFlights = 50
    /// Dock time between two looks for flights that want a map.
    static let newPeriod = Duration.seconds(30)
    /// How old a flight may be for which a map is begun.
    static let oldestFlight = Duration.seconds(7 * 86_400)
    /// Ends of the names of pictures that a map is made of.
    static let pictures: Set<String> = ["jpg", "jpeg", "tif", "tiff", "dng"]
    /// Files beside the pictures that a server knows by their names: places, groups and ground control points.
    static let companions: Set<String> = ["geo.txt", "gcp_list.txt", "image_groups.txt"]

    let database: RoostDatabase
    /// The folder of pictures.
    let root: String
    let dock: String
    let logger: Logger
    let payloads: Shelf<[ScheduleID: PayloadTerms]>
    private(set) var access: MapServerAccess
    private nonisolated let executor: ThreadExecutor
    private var tasks: [String: MapTask] = [:]
    /// Until when a map waits, and when its last answer came.
    private var due: [String: Instant] = [:]
    private var answered: [String: Instant] = [:]
    private var isAtWork = false
    private var searched: Instant?
    private var said: Set<String> = []

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// A desk over a store, a folder of pictures and a server.
    init(
        database: RoostDatabase, root: String, dock: String, payloads: Shelf<[ScheduleID: PayloadTerms]>,
        access: MapServerAccess, logger: Logger
    ) {
        (self.database, self.root, self.dock, self.payloads) = (database, root, dock, payloads)
        (self.access, self.logger) = (access, logger)
        executor = ThreadExecutor(name: "maps")
    }

    /// One look: begins new maps and makes the next request of each that waits for nothing.
    /// - Returns: whether there is more to do at once.
    func look(at now: Moment, isUplinkDown: Bool = false) async -> Bool {
        // A server that takes long must not be asked twice.
        guard !isAtWork else { return false }
        isAtWork = true
        defer { isAtWork = false }
        do {
            if now.isWallTrusted, searched.map({ $0.duration(to: now.boot) >= Self.newPeriod }) ?? true {
                searched = now.boot
                try beginNew(at: now)
            }
            var isMore = false
            for record in try database.openMapJobs(limit: Self.mostOpen) where !Task.isCancelled {
                do {
                    if try await advance(record, at: now, isUplinkDown) { isMore = true }
                } catch let fault as StoreError {
                    throw fault
                } catch {
                    say("the map of \(record.flight) waits: \(error)")
                }
            }
            return isMore && !Task.isCancelled
        } catch {
            say("maps wait: \(error)")
            return false
        }
    }

    /// The server says that there is news of a task.
    /// - Returns: whether there is such a map.
    func hurry(_ uuid: String) -> Bool {
        guard let flight = tasks.first(where: { $0.value.job.uuid == uuid.lowercased() })?.key else {
            return false
        }
        tasks[flight]?.hurry()
        due[flight] = nil
        return true
    }

    /// Says a trouble once.
    func say(_ trouble: String) {
        if said.count > 1_000 { said = [] }
        if said.insert(trouble).inserted { logger.error("\(trouble)") }
    }

    /// What a schedule says of its map; nil where it wants none any more.
    func terms(of schedule: String) -> MapTerms? { payloads.all[ScheduleID(schedule)]?.map }

    // MARK: - Maps that begin

    private func beginNew(at now: Moment) throws {
        guard payloads.all.values.contains(where: { $0.map != nil }) else { return }
        for flight in try database.pictureFlights(limit: Self.mostFlights)
        where flight.isSettled && !flight.flight.isEmpty && terms(of: flight.schedule) != nil {
            guard flight.time + Self.oldestFlight > now.wall else { continue }
            if let map = try database.mapJob(flight.flight) {
                if map.isOpen, var task = tasks[flight.flight] {
                    let images = try images(of: flight.flight)
                    if images.count > task.job.images, task.grow(to: images.count) {
                        try database.add(images, toMap: flight.flight)
                        tasks[flight.flight] = task
                    }
                }
                continue
            }
            try begin(flight.flight, flight.schedule, at: now)
        }
    }

    /// Begins the map of a flight; one without pictures has none.
    private func begin(_ flight: String, _ schedule: String, at now: Moment) throws {
        let images = try images(of: flight)
        guard images.count > 1 else { return }
        let uuid = access.server.kind == .nodeODM ? Self.newID() : ""
        // The name tells a second map of the same flight from the first one.
        let name = "\(dock) \(flight) \(now.wall.milliseconds)"
        let job = MapJob(flight: flight, schedule: schedule, uuid: uuid, name: name, images: images.count)
        try database.begin(record(job, at: now), images: images, at: now)
        tasks[flight] = nil
        logger.notice("a map of \(flight) begins with \(images.count) pictures")
    }

    static func newID() -> String { UUID().uuidString.lowercased() }

    private func images(of flight: String) throws -> [MapImageRecord] {
        var images: [MapImageRecord] = []
        var last: Int64 = 0
        while true {
            let next = try database.pictures(ofFlight: flight, after: last)
            guard let end = next.last?.id else { break }
            last = end
            for picture in next where picture.state != .trying {
                guard let path = picture.path, path.hasPrefix("kept/") else { continue }
                let name = picture.name.lowercased()
                let isPicture = Self.pictures.contains(name.split(separator: ".").last.map(String.init) ?? "")
                guard isPicture || Self.companions.contains(name) else { continue }
                // Cameras give a name again after so many pictures: the number keeps them apart.
                let own = isPicture ? path.split(separator: "/").last.map(String.init) ?? picture.name : name
                images.append(
                    MapImageRecord(picture: picture.id, name: own, octets: picture.octets, path: path))
            }
        }
        return images
    }

    // MARK: - Steps

    func record(_ job: MapJob, _ outcome: MapOutcome? = nil, at now: Moment) throws -> MapJobRecord {
        MapJobRecord(
            flight: job.flight, schedule: job.schedule, uuid: job.uuid, time: now.wall,
            isOpen: outcome == nil,
            body: try StateCoding.encode(StoredMap(job: job, outcome: outcome)))
    }

    private func task(of record: MapJobRecord) throws -> MapTask {
        if let task = tasks[record.flight] { return task }
        let stored = try StateCoding.decode(StoredMap.self, from: record.body)
        let terms = terms(of: record.schedule) ?? MapTerms()
        return MapTask(stored.job, kind: access.server.kind, terms: terms)
    }

    /// Makes the next request of a map.
    /// - Returns: whether another may follow at once.
    private func advance(_ record: MapJobRecord, at now: Moment, _ isUplinkDown: Bool) async throws -> Bool {
        let flight = record.flight
        if record.wish == .again {
            // A kill in between begins it once more, and the first one was never committed.
            if !record.isOpen { try begin(flight, record.schedule, at: now) }
            try database.wish(nil, ofMap: flight)
            return !record.isOpen
        }
        guard record.isOpen else {
            try database.wish(nil, ofMap: flight)
            return false
        }
        var task = try task(of: record)
        if record.wish == .stop {
            task.stop("somebody at the dock stopped it")
            due[flight] = nil
            try database.store(try self.record(task.job, at: now), images: .none, at: now)
            try database.wish(nil, ofMap: flight)
        }
        tasks[flight] = task
        if let until = due[flight], until > now.boot { return false }
        due[flight] = nil
        let image = try database.nextMapImage(flight)
        if let image, task.job.stage == .upload,
            !FileManager.default.fileExists(atPath: "\(root)/\(image.path)")
        {
            logger.warning("\(image.path) is gone before the map server had it")
            try database.store(
                try self.record(task.job, at: now), images: .one(image.picture, .leftOut), at: now)
            return true
        }
        let next = image.map { MapImage(id: $0.picture, name: $0.name, path: $0.path, octets: $0.octets) }
        switch task.next(image: next) {
        case .rest(let span):
            due[flight] = now.boot + span
            tasks[flight] = task
            return false
        case .ended:
            try await conclude(task.job, MapResults(), at: now)
            tasks[flight] = nil
            return false
        case .ask(let ask):
            var sending = MapImageChange.none
            if case .upload(let image) = ask { sending = .one(image.id, .sending) }
            try database.store(try self.record(task.job, at: now), images: sending, at: now)
            tasks[flight] = task
            return try await exchange(ask, &task, at: now, isUplinkDown)
        }
    }

    private func exchange(
        _ ask: MapAsk, _ task: inout MapTask, at now: Moment, _ isUplinkDown: Bool
    ) async throws -> Bool {
        let flight = task.job.flight
        let terms = terms(of: task.job.schedule) ?? MapTerms()
        var results = MapResults()
        var reply: MapReply
        var access = access
        if ask == .fetch {
            (reply, results) = await access.fetch(task.job, terms, folder: root)
        } else {
            reply = await access.ask(ask, task.job, terms, folder: root)
        }
        self.access = access
        // The dock ends: the next start finds the request as one whose answer was lost.
        guard !Task.isCancelled else { return false }
        // Without a way out nobody can tell whether the server is there.
        let isBlameless: Bool = if case .away = reply, isUplinkDown { true } else { false }
        let elapsed = isBlameless ? .zero : answered[flight].map { $0.duration(to: now.boot) } ?? .zero
        answered[flight] = now.boot
        let before = task.job.trouble
        let change = task.take(reply, to: ask, elapsed: elapsed, spare: Self.newID())
        if !task.job.trouble.isEmpty, task.job.trouble != before {
            logger.warning("the map of \(flight): \(task.job.trouble)")
        }
        if task.job.stage.isEnd {
            try await conclude(task.job, results, at: now)
            tasks[flight] = nil
            return false
        }
        let images: MapImageChange =
            switch change {
            case .none: .none
            case .sent(let id): .one(id, .sent)
            case .leftOut(let id): .one(id, .leftOut)
            case .allUnsent: .allWaiting
            }
        try database.store(try record(task.job, at: now), images: images, at: now)
        tasks[flight] = task
        return true
    }
}

/// Looks after maps until the task is cancelled.
func runMaps(_ desk: MapDesk, clock: any DockClock, isUplinkDown: @Sendable () -> Bool) async {
    while !Task.isCancelled {
        let isMore = await desk.look(at: clock.now(), isUplinkDown: isUplinkDown())
        do { try await clock.sleep(for: isMore ? .milliseconds(20) : MapDesk.period) } catch { return }
    }
}
