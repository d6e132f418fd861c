// SPDX-License-Identifier: Apache-2.0
// Takes up the pictures that arrive: each is joined with its flight, read, stored and put where it belongs, one at a
// time on a thread of its own. What it does is stored before the file moves, so that a kill at any instant loses no
// picture and reads none twice into a result; a file that ended the process twice is set aside.

internal import DockModel
internal import Foundation
internal import Host
internal import Logging
internal import Payload
internal import RoostCore
internal import Settings
internal import Store
internal import Thermal

/// The desk where pictures of flights are read and judged.
actor PictureDesk {
    /// Dock time between two looks.
    static let period = Duration.seconds(5)
    /// Pictures that one look reads before it looks at what else is to do.
    static let mostAtOnce = 50
    /// How often a file may end the process before it is set aside.
    static let mostAttempts = 2
    /// Dock time without a new picture after which a flight is judged.
    static let settling = Duration.seconds(120)
    /// Dock time for which a file that cannot be read or moved is left alone.
    static let restPeriod = Duration.seconds(600)
    /// Flights that are looked through for a picture's.
    static let mostFlights = 200

    let database: RoostDatabase
    let payloads: Shelf<[ScheduleID: PayloadTerms]>
    let logger: Logger
    let runner: OuterRunner
    /// Where pictures arrive.
    nonisolated let incoming: String
    private(set) var spool: PictureSpool
    /// Flights whose pictures are still being fetched.
    private var held: Set<String> = []
    private nonisolated let executor: ThreadExecutor
    private var isPrepared = false
    private var lastTaken: [String: Instant] = [:]
    /// Files that could not be read or moved, and until when they are left alone.
    private var resting: [String: Instant] = [:]
    private var troubled: Set<String> = []
    /// The word that was handed to the core last, and when.
    var handed: (number: Int64, at: Instant)?
    /// When the originals were last looked after.
    var tidied: Instant?
    /// Until when an upload that failed is left alone.
    var uploadRest: Instant?

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// A desk over a store and a folder of pictures.
    init(
        database: RoostDatabase, root: String, payloads: Shelf<[ScheduleID: PayloadTerms]>, logger: Logger,
        runner: OuterRunner = OuterRunner()
    ) {
        (self.database, self.payloads, self.logger, self.runner) = (database, payloads, logger, runner)
        spool = PictureSpool(root: root)
        incoming = spool.incoming
        executor = ThreadExecutor(name: "pictures")
    }

    /// One look: reads what arrived, judges what has settled.
    /// - Returns: whether more waits than one look takes; false when it could take none.
    func look(at now: Moment, running: MissionRun?) -> Bool {
        guard prepare() else { return false }
        do {
            let flights = try Self.flights(in: database, running)
            resting = resting.filter { $0.value > now.boot }
            let files = spool.look(at: now).filter { resting[$0.path] == nil }
            var taken = 0
            for file in files.prefix(Self.mostAtOnce) where !Task.isCancelled {
                if try take(file, flights, at: now) { taken += 1 }
            }
            guard !Task.isCancelled else { return false }
            try settle(flights, running, at: now)
            try missRuns(flights, at: now)
            return taken > 0 && files.count > Self.mostAtOnce
        } catch is CancellationError {
            // The next start takes it up again.
            return false
        } catch {
            say("pictures wait: \(error)")
            return false
        }
    }

    private func prepare() -> Bool {
        guard !isPrepared else { return true }
        do {
            try spool.prepare()
            isPrepared = true
        } catch {
            say("the folder of pictures \(spool.root) cannot be made: \(error.localizedDescription)")
        }
        return isPrepared
    }

    /// Says a trouble once.
    func say(_ trouble: String) {
        if troubled.count > 1_000 { troubled = [] }
        if troubled.insert(trouble).inserted { logger.error("\(trouble)") }
    }

    // MARK: - Flights

    /// Lets flights wait for their judgement: more of their pictures come.
    func hold(_ flights: Set<String>) { held = flights }

    /// The flights that may have taken pictures, the newest first.
    static func flights(in database: RoostDatabase, _ running: MissionRun?) throws -> [PictureFlight] {
        var runs = try database.missions(limit: mostFlights).compactMap { record in
            // A run that another version wrote has no pictures that could be joined.
            try? StateCoding.decode(MissionRun.self, from: record.body)
        }
        if let running, !runs.contains(where: { $0.mission.id == running.mission.id }) {
            runs.insert(running, at: 0)
        }
        return runs.compactMap { run in
            guard let takeoff = run.takeoff else { return nil }
            return PictureFlight(
                id: run.mission.id, folder: VehicleAdapter.fileName(run.mission.id),
                schedule: run.mission.schedule.text, takeoff: takeoff, landed: run.landed ?? run.ended)
        }
    }

    /// What a schedule says of its pictures; for pictures of no flight what the only schedule with pictures says.
    func terms(of schedule: String) -> PayloadTerms? {
        let all = payloads.all
        return all[ScheduleID(schedule)] ?? (schedule.isEmpty && all.count == 1 ? all.first?.value : nil)
    }

    // MARK: - One picture

    /// Reads a file and puts it where it belongs.
    /// - Returns: whether it lies there now.
    private func take(_ file: ArrivedFile, _ flights: [PictureFlight], at now: Moment) throws -> Bool {
        let path = "\(spool.incoming)/\(file.path)"
        func flight(_ taken: Double?) -> PictureFlight? {
            let time = taken.flatMap { $0 > 0 && $0 < 1e11 ? WallTime(seconds: $0) : nil }
            return PictureJoin.flight(folder: file.folder, taken: time, arrived: file.arrived, among: flights)
        }
        let bytes: [UInt8]
        var refusal: PictureFinding?
        do throws(PictureFileError) {
            bytes = try PictureFile.bytes(of: path, followsLinks: false)
        } catch {
            switch error.kind {
            // It is gone, or may be readable later: a later look tries again.
            case .missing: return false
            case .notAllowed, .unreadable:
                rest(file, "\(error)", at: now)
                return false
            case .noTemperatures: (bytes, refusal) = ([], PictureFinding(.unreadable, why: error.description))
            }
        }
        let first = flight(nil)
        let digest = SHA256.of(refusal == nil ? bytes : Array("\(file.path) \(file.octets)".utf8))
        var picture = try database.begin(
            PictureRecord(
                flight: first?.id ?? "", name: file.name, octets: file.octets,
                digest: digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined(),
                arrived: file.arrived, path: "incoming/\(file.path)"),
            schedule: first?.schedule ?? "", at: now)
        if picture.state == .trying {
            lastTaken[picture.flight] = now.boot
            var chosen = first
            let finding: PictureFinding
            if let refusal {
                finding = refusal
            } else if picture.attempts > Self.mostAttempts {
                finding = PictureFinding(
                    .unreadable, why: "reading it ended the process \(Self.mostAttempts) times")
            } else {
                // The time that a picture tells may show that it belongs to another schedule's flight.
                let likely = terms(of: first?.schedule ?? "") ?? anyThermal
                do {
                    let look = try read(bytes, file, path, likely)
                    chosen = flight(look.taken)
                    let right = terms(of: chosen?.schedule ?? "")
                    finding = try right == likely ? look : read(bytes, file, path, right)
                } catch {
                    // The dock ends: that is no attempt that ended the process.
                    try database.takeBackAttempt(at: picture.id)
                    throw error
                }
            }
            let isAside = finding.kind == .unreadable
            (picture.flight, picture.state) = (chosen?.id ?? "", isAside ? .aside : .read)
            picture.path = PictureSpool.place(
                of: file.name, number: picture.id, folder: chosen?.folder ?? "", isAside: isAside)
            picture.waitsForUpload = !isAside && terms(of: chosen?.schedule ?? "")?.originals.upload != nil
            picture.body = try StateCoding.encode(finding)
            try database.finish(picture, schedule: chosen?.schedule ?? "", at: now)
            lastTaken[picture.flight] = now.boot
            if isAside { logger.warning("picture \(file.path) is set aside: \(finding.why)") }
        }
        return try put(file, picture, at: now)
    }

    /// Moves a file that is known. A kill before this leaves it where it arrived: it is known then, and only moves.
    private func put(_ file: ArrivedFile, _ picture: PictureRecord, at now: Moment) throws -> Bool {
        let place =
            picture.path
            ?? PictureSpool.place(
                of: file.name, number: picture.id, folder: "", isAside: picture.state == .aside)
        do {
            try spool.settle(file, at: place)
        } catch {
            guard !Task.isCancelled else { return false }
            let why = (error as? PictureFileError)?.description ?? error.localizedDescription
            rest(file, "picture \(file.path) cannot be put to \(place): \(why)", at: now)
            return false
        }
        if picture.path == nil {
            try database.move(picture: picture.id, to: place, waitsForUpload: picture.waitsForUpload)
        }
        return true
    }

    /// Leaves a file alone for a while, so that it keeps no other one waiting.
    private func rest(_ file: ArrivedFile, _ trouble: String, at now: Moment) {
        resting[file.path] = now.boot + Self.restPeriod
        say(trouble)
    }

    /// Terms with which a picture of an unknown schedule tells at least when it was taken.
    private var anyThermal: PayloadTerms? {
        payloads.all.sorted { $0.key < $1.key }.first { $0.value.purpose.isThermal }?.value
    }

    private func read(
        _ bytes: [UInt8], _ file: ArrivedFile, _ path: String, _ terms: PayloadTerms?
    ) throws(CancellationError) -> PictureFinding {
        guard let terms else {
            return PictureFinding(.other, why: "no schedule says what it is for")
        }
        return try PictureReader(terms: terms, runner: runner, scratch: spool.root)
            .finding(of: bytes, name: file.name, path: path)
    }

    // MARK: - Flights that have settled

    private func settle(_ flights: [PictureFlight], _ running: MissionRun?, at now: Moment) throws {
        for open in try database.pictureFlights(openOnly: true, limit: Self.mostFlights) {
            // After a start nobody knows how long ago the last picture came.
            let last = lastTaken[open.flight] ?? now.boot
            lastTaken[open.flight] = last
            guard last.duration(to: now.boot) >= Self.settling, !held.contains(open.flight) else { continue }
            if let running, running.mission.id == open.flight, running.landed == nil { continue }
            try judge(open, at: now)
            lastTaken[open.flight] = nil
        }
    }

    /// Says when no picture of a flight came within a day, for schedules that take pictures.
    private func missRuns(_ flights: [PictureFlight], at now: Moment) throws {
        guard now.isWallTrusted else { return }
        for flight in flights {
            guard let landed = flight.landed, payloads.all[ScheduleID(flight.schedule)] != nil,
                landed + PictureJoin.longestWay < now.wall,
                now.wall < landed + PictureJoin.longestWay + PictureJoin.longestWay,
                try database.pictureFlight(flight.id) == nil
            else { continue }
            let record = PictureFlightRecord(
                flight: flight.id, schedule: flight.schedule, time: now.wall, isSettled: true,
                body: try StateCoding.encode(FlightTally(flight: flight.id)))
            var judgement = PictureJudgement(flight: record, upTo: try database.newestPicture())
            let word = PayloadWord.trouble(
                flight: flight.id, detail: "no picture of \(flight.id) came within a day of its landing")
            judgement.words = [
                PictureWordRecord(flight: flight.id, spot: nil, body: try StateCoding.encode(word))
            ]
            try database.judge(judgement, at: now)
        }
    }
}
