// SPDX-License-Identifier: Apache-2.0
// The machine of a map at a server: no second task after a lost answer or a kill, an end to what stands still, and no
// belief in an answer that does not fit.

import Payload
import Testing

/// A NodeODM node in memory, as its published sources behave: an upload folder until the commit, a list of tasks after.
private struct ToyNode {
    var isAway = false
    /// Answers that get lost on their way back.
    var lost = 0
    var open: [String: [String]] = [:]
    var tasks: [String: MapStatus] = [:]
    var restarts = 0, cancels = 0

    mutating func answer(_ ask: MapAsk, _ job: MapJob) -> MapReply {
        guard !isAway else { return .away("no connection") }
        let reply = act(ask, job)
        if lost > 0 {
            lost -= 1
            return .away("the answer was lost")
        }
        return reply
    }

    private mutating func act(_ ask: MapAsk, _ job: MapJob) -> MapReply {
        switch ask {
        case .greet: return .host(mostImages: nil)
        case .seek: return .nothing
        case .create:
            if tasks[job.uuid] != nil { return .unknown("Invalid set-uuid: \(job.uuid)") }
            // Older nodes remove what an earlier request had begun.
            if open.removeValue(forKey: job.uuid) != nil { return .refused("Directory exists") }
            open[job.uuid] = []
            return .made(job.uuid)
        case .upload(let image):
            guard open[job.uuid] != nil else { return .unknown("Invalid uuid (not found)") }
            open[job.uuid]?.append(image.name)
            return .taken
        case .commit:
            guard open.removeValue(forKey: job.uuid) != nil else {
                return .unknown("Invalid uuid (not found)")
            }
            tasks[job.uuid] = MapStatus(uuid: job.uuid, state: .queued)
            return .made(job.uuid)
        case .look: return tasks[job.uuid].map { .status($0) } ?? .unknown("\(job.uuid) not found")
        case .cancel:
            cancels += 1
            tasks[job.uuid]?.state = .cancelled
            return .taken
        case .restart:
            restarts += 1
            tasks[job.uuid]?.state = .queued
            return .taken
        case .fetch: return .fetched
        }
    }
}

/// A map with its node and the store of its pictures.
private struct Bench {
    var task: MapTask
    var node = ToyNode()
    var unsent: [Int64]
    let all: [Int64]
    var rested = Duration.zero
    var terms: MapTerms
    let kind: MapServerKind
    /// What was stored last: a kill goes back to it.
    var stored: (job: MapJob, unsent: [Int64])

    init(images: Int = 3, kind: MapServerKind = .nodeODM, terms: MapTerms = MapTerms()) {
        let job = MapJob(
            flight: "f", schedule: "s", uuid: kind == .nodeODM ? "U1" : "", name: "dock f", images: images)
        all = (1...Int64(images)).map { $0 }
        (unsent, self.terms, self.kind) = (all, terms, kind)
        task = MapTask(job, kind: kind, terms: terms)
        stored = (job, all)
    }

    /// One step; `isKilled` ends the process after the server has the request and before the dock has the answer.
    mutating func step(isKilled: Bool = false) -> MapStep {
        let image = unsent.first.map { MapImage(id: $0, name: "\($0).jpg", path: "p", octets: 1) }
        let step = task.next(image: image)
        switch step {
        case .rest(let span): rested += span
        case .ended: break
        case .ask(let ask):
            stored = (task.job, unsent)
            let reply = node.answer(ask, task.job)
            if isKilled {
                unsent = stored.unsent
                task = MapTask(stored.job, kind: kind, terms: terms)
                break
            }
            switch task.take(reply, to: ask, elapsed: rested, spare: "U\(task.job.life + 1)") {
            case .none: break
            case .sent(let id), .leftOut(let id): unsent.removeAll { $0 == id }
            case .allUnsent: unsent = all
            }
            rested = .zero
            stored = (task.job, unsent)
        }
        return step
    }

    mutating func run(to stage: MapJob.Stage, steps: Int = 400) {
        for _ in 0..<steps where task.job.stage != stage { _ = step() }
    }
}

@Suite struct MapTaskTests {
    @Test func `pictures become one task that is committed once and fetched`() {
        var bench = Bench()
        bench.run(to: .wait)
        #expect(bench.node.tasks.keys.sorted() == ["U1"] && bench.node.open.isEmpty)
        bench.node.tasks["U1"]?.state = .completed
        bench.run(to: .done)
        #expect(bench.task.job.stage == .done && bench.task.job.trouble == "")
        #expect(bench.step() == .ended)
    }

    @Test func `a kill after any request makes no second task and loses no picture`() {
        for kind in MapServerKind.allCases where kind == .nodeODM {
            for killed in 0..<7 {
                var bench = Bench(kind: kind)
                var asked = 0
                for _ in 0..<60 where bench.task.job.stage != .wait {
                    let isAsk = if case .ask = bench.step(isKilled: asked == killed) { true } else { false }
                    if isAsk { asked += 1 }
                }
                #expect(bench.task.job.stage == .wait, "killed at request \(killed): \(bench.task.job)")
                #expect(bench.node.tasks.count == 1 && bench.node.open.isEmpty, "killed at request \(killed)")
            }
        }
    }

    @Test func `an answer lost at any request makes no second task`() {
        for lost in 0..<7 {
            var bench = Bench()
            var asked = 0
            for _ in 0..<60 where bench.task.job.stage != .wait {
                if asked == lost { bench.node.lost = 1 }
                if case .ask = bench.step() { asked += 1 }
                bench.node.lost = 0
            }
            #expect(
                bench.node.tasks.keys.sorted() == ["U1"] && bench.node.open.isEmpty, "lost answer \(lost)")
        }
    }

    @Test func `WebODM is asked for the name before a task is made, and after a lost answer`() {
        var bench = Bench(kind: .webODM)
        guard case .ask(.greet) = bench.step() else { return #expect(Bool(false)) }
        guard case .ask(.seek) = bench.step() else { return #expect(Bool(false)) }
        guard case .ask(.create) = bench.task.next(image: nil) else { return #expect(Bool(false)) }
        // The process ends here.
        bench.task = MapTask(bench.task.job, kind: .webODM, terms: bench.terms)
        guard case .ask(.seek) = bench.task.next(image: nil) else { return #expect(Bool(false)) }
        _ = bench.task.take(
            .status(MapStatus(uuid: "77", state: .open)), to: .seek, elapsed: .zero, spare: "")
        #expect(bench.task.job.uuid == "77" && bench.task.job.stage == .upload)
    }

    @Test func `a node that forgot its uploads gets them all again under the same id`() {
        var bench = Bench()
        _ = (0..<4).map { _ in bench.step() }
        #expect(bench.unsent.count == 1)
        bench.node.open = [:]
        bench.run(to: .wait)
        #expect(bench.task.job.uuid == "U1" && bench.node.tasks.count == 1)
    }

    @Test func `a task that a restarted node does not know counts as lost only after three looks, once`() {
        var bench = Bench()
        bench.run(to: .wait)
        bench.node.tasks = [:]
        _ = bench.step()
        _ = bench.step()
        #expect(bench.task.job.stage == .wait && bench.task.job.life == 1)
        bench.run(to: .greet)
        #expect(bench.task.job.life == 2 && bench.task.job.uuid == "U2" && bench.unsent.count == 3)
        bench.run(to: .wait)
        bench.node.tasks = [:]
        bench.run(to: .failed)
        #expect(bench.task.job.trouble.hasPrefix("the server has lost the task 2 times"))
    }

    @Test func `a processing that stands still is begun again once and then given up`() {
        var terms = MapTerms()
        terms.stuckAfter = .seconds(600)
        var bench = Bench(terms: terms)
        bench.run(to: .wait)
        bench.node.tasks["U1"]?.state = .running
        bench.node.tasks["U1"]?.progress = 3
        bench.run(to: .restart)
        #expect(bench.node.cancels == 1 && bench.task.job.trouble == "it stood at 3 per cent for 0 hours")
        bench.run(to: .wait)
        bench.node.tasks["U1"]?.state = .running
        bench.run(to: .failed)
        #expect(bench.node.restarts == 1 && bench.node.cancels == 2)
    }

    @Test func `progress and the queue do not count as standing still, but the whole has an end`() {
        var terms = MapTerms()
        (terms.stuckAfter, terms.longest) = (.seconds(600), .seconds(7_200))
        var bench = Bench(terms: terms)
        bench.run(to: .wait)
        for _ in 0..<60 { _ = bench.step() }
        bench.node.tasks["U1"]?.state = .running
        for _ in 0..<120 {
            bench.node.tasks["U1"]?.progress += 0.5
            _ = bench.step()
        }
        #expect(bench.task.job.stage == .wait && bench.node.cancels == 0)
        for _ in 0..<200 where bench.task.job.stage != .failed {
            bench.node.tasks["U1"]?.progress += 0.1
            _ = bench.step()
        }
        #expect(bench.task.job.trouble == "it did not end within 2 hours")
    }

    @Test func `a server that is away is waited for with longer and longer rests, and not for ever`() {
        var bench = Bench()
        bench.node.isAway = true
        var rests: [Duration] = []
        while rests.count < 9 { if case .rest(let span) = bench.step() { rests.append(span) } }
        #expect(
            rests.prefix(3) == [.seconds(30), .seconds(60), .seconds(120)] && rests.last == .seconds(1_800))
        bench.run(to: .failed)
        #expect(bench.task.job.trouble == "no usable answer for 24 hours; the last was: no connection")
    }

    @Test(arguments: [
        MapReply.taken, .nothing, .fetched, .host(mostImages: 3), .made("U1"), .nonsense("no JSON"),
        .status(MapStatus(uuid: "other", state: .completed)),
    ])
    func `an answer that does not fit the look is not believed`(_ reply: MapReply) {
        var bench = Bench()
        bench.run(to: .wait)
        guard case .ask(.look) = bench.task.next(image: nil) else { return #expect(Bool(false)) }
        _ = bench.task.take(reply, to: .look, elapsed: .seconds(60), spare: "U2")
        #expect(bench.task.job.stage == .wait && bench.task.job.failures == 1 && bench.task.job.away == 60)
    }

    @Test func `a task under another id than was asked for is refused before any picture is sent`() {
        var bench = Bench()
        _ = bench.step()
        _ = bench.task.next(image: nil)
        _ = bench.task.take(.made("someone-else"), to: .create, elapsed: .zero, spare: "U2")
        #expect(bench.task.job.stage == .failed && bench.node.tasks.isEmpty)
    }

    @Test func `more pictures than the server takes are told before one is sent`() {
        var bench = Bench()
        _ = bench.task.next(image: nil)
        _ = bench.task.take(.host(mostImages: 2), to: .greet, elapsed: .zero, spare: "")
        #expect(bench.task.job.trouble == "the server takes 2 pictures at most, and the flight has 3")
    }

    @Test func `somebody stops a map before, while and after it is sent`() {
        var early = Bench()
        _ = early.step()
        early.task.stop("by ann")
        #expect(early.task.job.stage == .cancelled)
        var late = Bench()
        late.run(to: .wait)
        late.task.stop("by ann")
        late.run(to: .cancelled)
        #expect(late.node.cancels == 1 && late.task.job.trouble == "by ann")
    }

    @Test func `a picture that the server refuses three times is left out`() {
        var bench = Bench()
        bench.run(to: .upload)
        var change = MapChange.none
        for _ in 0..<3 {
            let image = MapImage(id: 1, name: "1.jpg", path: "p", octets: 1)
            while case .rest = bench.task.next(image: image) {}
            change = bench.task.take(.refused("too large"), to: .upload(image), elapsed: .zero, spare: "")
        }
        #expect(change == .leftOut(1) && bench.task.job.stage == .upload)
    }
}
