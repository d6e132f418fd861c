// SPDX-License-Identifier: Apache-2.0
// Keeps the desk of pictures going, hands its words to the core one after the other, and looks after the originals. A
// word is handed again only when the core has not taken it for long; the core counts each number once.

internal import DockModel
internal import Foundation
internal import Host
internal import Logging
internal import Payload
internal import RoostCore
internal import Settings
internal import Store

extension PictureDesk {
    /// Dock time after which a word that was not taken is handed again.
    static let handAgain = Duration.seconds(300)
    /// Dock time between two looks at the originals.
    static let tidyPeriod = Duration.seconds(600)

    /// The next word for the core, when it has taken the one before.
    func nextWord(after taken: Int64, at now: Moment) throws -> Event? {
        if let handed, handed.number > taken, handed.at.duration(to: now.boot) < Self.handAgain { return nil }
        guard let record = try database.pictureWords(after: taken, limit: 1).first else { return nil }
        handed = (record.number, now.boot)
        do {
            return .payload(record.number, try StateCoding.decode(PayloadWord.self, from: record.body))
        } catch {
            say("word \(record.number) about pictures cannot be understood and is passed over: \(error)")
            return .payload(record.number, .again(""))
        }
    }

    /// Removes originals that are old or too many, and lets one be taken away.
    func tidy(at now: Moment, isUplinkDown: Bool) {
        do {
            if !isUplinkDown { try upload(at: now) }
            if let tidied, tidied.duration(to: now.boot) < Self.tidyPeriod { return }
            tidied = now.boot
            try thinOut(at: now)
        } catch is CancellationError {
            // The dock ends; the original waits for the next start.
        } catch {
            say("the originals cannot be looked after: \(error)")
        }
    }

    private func schedule(of flight: String) throws -> String {
        try database.pictureFlight(flight)?.schedule ?? ""
    }

    private func thinOut(at now: Moment) throws {
        // Without a clock nobody knows how old a file is.
        guard now.isWallTrusted else { return }
        var schedules: [String: PayloadTerms?] = [:]
        let mapped = try database.flightsWithOpenMaps()
        let unjudged = Set(try database.pictureFlights(openOnly: true, limit: StoreLimit.rowsPerRead).map(\.flight))
        var kept: [KeptPicture] = [], numbers: [String: PictureRecord] = [:]
        for picture in try database.keptPictures() {
            guard let path = picture.path else { continue }
            if schedules[picture.flight] == nil {
                schedules[picture.flight] = terms(of: try schedule(of: picture.flight))
            }
            let originals = (schedules[picture.flight] ?? nil)?.originals ?? OriginalsTerms()
            numbers[path] = picture
            kept.append(
                KeptPicture(
                    path: path, octets: picture.octets, arrived: picture.arrived, age: originals.age,
                    // A schedule that takes nothing away any more holds no file back.
                    waitsForUpload: picture.waitsForUpload && originals.upload != nil
                        || mapped.contains(picture.flight),
                    isHeld: unjudged.contains(picture.flight)))
        }
        // A store holds more pictures than are read at once: the newest of them count, too.
        let others = max(0, try database.keptPictureFigures().octets - kept.reduce(0) { $0 + $1.octets })
        let budget = KeptFiles.pictureBudget(payloads.all.values)
        for leaving in OriginalsPlan.leaving(kept, others: others, budget: budget, at: now.wall) {
            guard let picture = numbers[leaving.path] else { continue }
            let path = "\(spool.root)/\(leaving.path)"
            if FileManager.default.fileExists(atPath: path) {
                try FileManager.default.removeItem(atPath: path)
            }
            try database.move(picture: picture.id, to: nil, waitsForUpload: false)
            if leaving.waitsForUpload {
                logger.warning("\(leaving.path) goes before it was taken away: the disk's budget is used")
            }
        }
        try database.forgetPictures(before: now.wall + (.zero - StoreLimit.pictureAge))
    }

    /// A name as a program may get it: no word of it is an option, and no part a folder.
    static func plainWord(_ name: String) -> String {
        let clean = VehicleAdapter.fileName(name)
        return clean.hasPrefix("-") ? "_" + clean.dropFirst() : clean
    }

    private func upload(at now: Moment) throws {
        guard uploadRest.map({ $0 <= now.boot }) ?? true else { return }
        // Where nothing is taken away the store is not asked.
        guard payloads.all.values.contains(where: { $0.originals.upload != nil }),
            let picture = try database.picturesForUpload(limit: 1).first, let path = picture.path
        else { return }
        guard let command = terms(of: try schedule(of: picture.flight))?.originals.upload else {
            // The schedule says so no more.
            return try database.move(picture: picture.id, to: path, waitsForUpload: false)
        }
        let words = command.words(with: [
            "file": "\(spool.root)/\(path)", "name": Self.plainWord(picture.name),
            "flight": Self.plainWord(picture.flight.isEmpty ? "no-flight" : picture.flight),
        ])
        if let failure = try runner.run(words, timeOut: command.timeOut) {
            uploadRest = now.boot + .seconds(300)
            return say("an original waits to be taken away: \(failure)")
        }
        try database.move(picture: picture.id, to: path, waitsForUpload: false)
    }
}

/// Looks after the pictures of flights until the task is cancelled.
func runPictures(
    _ desk: PictureDesk, loop: DockLoop, clock: any DockClock, isUplinkDown: @Sendable () -> Bool,
    inbox: @Sendable (Event) -> Void
) async {
    while !Task.isCancelled {
        let state = await loop.state
        let isMore = await desk.look(at: clock.now(), running: state.run)
        var taken = state.payloadTaken
        // The loop takes a word within a moment; one that it cannot store now is looked at again next time.
        for _ in 0..<200 {
            do {
                guard let word = try await desk.nextWord(after: taken, at: clock.now()) else { break }
                inbox(word)
            } catch {
                await desk.say("words about pictures wait: \(error)")
                break
            }
            for _ in 0..<20 {
                do { try await clock.sleep(for: .milliseconds(100)) } catch { return }
                let now = await loop.state.payloadTaken
                if now > taken {
                    taken = now
                    break
                }
            }
        }
        if !isMore { await desk.tidy(at: clock.now(), isUplinkDown: isUplinkDown()) }
        do { try await clock.sleep(for: isMore ? .milliseconds(100) : PictureDesk.period) } catch { return }
    }
}
