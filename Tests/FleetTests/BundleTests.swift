// SPDX-License-Identifier: Apache-2.0
// Bundles of files for docks: what stands in one is what was put in, and a path outside the folders of a configuration
// is refused in whatever way it is written. And what a roll-out does next.

import DockModel
import Foundation
import Testing

@testable import Fleet

@Suite struct BundleTests {
    private let made = WallTime(milliseconds: 1_795_694_400_000)

    @Test func `what is read is what was written, and the page describes it`() throws {
        let bundle = FleetBundle(
            dock: "NORTH", number: 7, name: "autumn \"A\"", made: made,
            files: ["schedules/a.yaml": Array(0...255), "parts.yaml": []], removed: ["priors/fan.json"])
        #expect(try FleetBundle(bundle.octets) == bundle)
        let undo = FleetBundle(undoing: 7, by: 8, dock: "NORTH", name: "autumn", made: made)
        #expect(try FleetBundle(undo.octets) == undo)
        let signed = SignedOctets(body: bundle.octets, signature: [1, 2, 3])
        #expect(try SignedOctets(signed.octets) == signed)
        let page = try AsyncPage()
        for octets in [bundle.octets, undo.octets] {
            #expect(page.complaints(try JSONSerialization.jsonObject(with: Data(octets)), "Bundle") == [])
        }
        #expect(
            page.complaints(try JSONSerialization.jsonObject(with: Data(signed.octets)), "SignedBundle") == []
        )
    }

    @Test(arguments: [
        "dock.yaml", "schedules/../dock.yaml", "../parts.yaml", "/etc/passwd", "schedules/.hidden.yaml",
        "schedules/.yaml",
        "schedules/a b.yaml", "schedules/a.sh", "schedules/sub/a.yaml", "schedules/a.yaml\u{0}",
        "priors/a.yaml", "",
        "schedules/", "hardware/a.json", "schedules\\a.yaml", "schedules/ä.yaml", "./schedules/a.yaml",
    ])
    func `a path outside the folders of a configuration is refused`(path: String) throws {
        #expect(!FleetBundle.isAllowed(path))
        let bundle = FleetBundle(dock: "N", number: 1, name: "x", made: made, files: [path: [1]])
        #expect(throws: BundleFault.self) { try FleetBundle(bundle.octets) }
        let gone = FleetBundle(dock: "N", number: 1, name: "x", made: made, files: [:], removed: [path])
        #expect(throws: BundleFault.self) { try FleetBundle(gone.octets) }
    }

    @Test func `garbage is no bundle, whatever it is`() throws {
        let good = FleetBundle(dock: "N", number: 5, name: "x", made: made, files: ["parts.yaml": [1]]).octets
        let text = String(decoding: good, as: UTF8.self)
        for wrong in [
            "", "{}", "[]", text.replacing("roost-bundle/1", with: "roost-bundle/2"),
            text.replacing("\"number\":5", with: "\"number\":0"),
            text.replacing("\"number\":5", with: "\"number\":1e300"),
            text.replacing("\"undoes\":null", with: "\"undoes\":9"),
            text.replacing("\"undoes\":null", with: "\"undoes\":4"),
            text.replacing("\"removed\":[]", with: "\"removed\":[\"parts.yaml\"]"),
            text.replacing("\"removed\":[]", with: "\"removed\":{}"),
            FleetBundleText.empty,
        ] {
            #expect(throws: BundleFault.self, "\(wrong)") { try FleetBundle(Array(wrong.utf8)) }
        }
        for end in stride(from: 0, to: good.count, by: 7) {
            #expect(throws: BundleFault.self) { try FleetBundle(Array(good[..<end])) }
        }
        #expect(throws: BundleFault.tooLarge) {
            try FleetBundle([UInt8](repeating: 32, count: FleetBundle.mostOctets + 1))
        }
    }

    private enum FleetBundleText {
        static let empty = String(
            decoding: FleetBundle(
                dock: "N", number: 5, name: "x", made: WallTime(milliseconds: 0), files: [:]
            ).octets,
            as: UTF8.self)
    }
}

@Suite struct RolloutPlanTests {
    private let terms = RolloutTerms(number: 10, undoNumber: 11, soak: 60, patience: 600, mostFailures: 0)

    /// Docks of three stages: one canary, two, three.
    private func docks(_ change: (inout RolloutDock) -> Void = { _ in }) -> [RolloutDock] {
        [("C", 0), ("D", 1), ("E", 1), ("F", 2), ("G", 2), ("H", 2)].map { name, stage in
            var dock = RolloutDock(dock: name, stage: stage)
            change(&dock)
            return dock
        }
    }

    private func next(
        _ docks: [RolloutDock], stage: Int = 0, _ standing: RolloutStanding = .running,
        terms: RolloutTerms? = nil,
        age: Double = 0, taken: Double? = nil
    ) -> RolloutStep {
        RolloutPlan.next(
            docks, stage: stage, standing: standing, terms: terms ?? self.terms, stageAge: age,
            takenAge: taken)
    }

    private func take(_ dock: inout RolloutDock, upTo stage: Int) {
        guard dock.stage <= stage else { return }
        (dock.isSent, dock.bundle, dock.judged, dock.healthBefore) = (true, 10, 10, .well)
    }

    @Test func `stages follow one another, each after its docks took the bundle and were watched`() {
        #expect(next(docks()) == .send(["C"]))
        let sent = docks { $0.isSent = $0.stage == 0 }
        #expect(next(sent, age: 5) == .wait("1 of 1 docks have not taken it: C"))
        let canary = docks { take(&$0, upTo: 0) }
        #expect(next(canary, age: 70, taken: 59) == .wait("watched for 59 s of 60 s"))
        #expect(next(canary, age: 70, taken: 60) == .advance)
        #expect(next(canary, stage: 1) == .send(["D", "E"]))
        let all = docks { take(&$0, upTo: 2) }
        #expect(next(all, stage: 2, age: 70, taken: 61) == .finish)
        #expect(next(all, stage: 2, .done) == .wait("it has ended"))
    }

    @Test func `a dock that refuses, or does worse, or falls silent stops it`() {
        func broken(_ change: (inout RolloutDock) -> Void) -> RolloutStep {
            next(
                docks { dock in
                    take(&dock, upTo: 1)
                    if dock.dock == "D" { change(&dock) }
                }, stage: 1, age: 5, taken: 1)
        }
        #expect(
            broken { ($0.bundle, $0.trouble) = (nil, "bundle 10 is refused: bad") }
                == .halt("D: bundle 10 is refused: bad"))
        #expect(broken { $0.health = .incident } == .halt("D: worse than before: incident"))
        #expect(broken { $0.isSilent = true } == .halt("D: silent since it took it"))
        #expect(
            broken { ($0.bundle, $0.judged, $0.trouble) = (9, 9, "refused: unsigned") }
                == .halt("D: refused: unsigned"))
        // What was so before is not the bundle's doing.
        #expect(
            broken { ($0.health, $0.healthBefore) = (.alarm, .alarm) } == .wait("watched for 1 s of 60 s"))
        // A dock that starts again to take it is not a failure yet.
        #expect(
            broken { ($0.bundle, $0.trouble) = (9, "bundle 10 is taken with the next start") }
                == .wait("1 of 2 docks have not taken it: D"))
        // The canary that goes wrong late stops the later stages.
        let late = docks { dock in
            take(&dock, upTo: 1)
            if dock.dock == "C" { dock.health = .alarm }
        }
        #expect(next(late, stage: 1, age: 100, taken: 90) == .halt("C: worse than before: alarm"))
        var lenient = terms
        lenient.mostFailures = 1
        #expect(next(late, stage: 1, terms: lenient, age: 100, taken: 90) == .advance)
    }

    @Test func `a dock that was away is not waited for, one that was there is`() {
        let away = docks { dock in
            take(&dock, upTo: 1)
            if dock.dock == "E" {
                (dock.bundle, dock.judged, dock.isSilent, dock.wasSilent) = (nil, nil, true, true)
            }
        }
        #expect(next(away, stage: 1, age: 100, taken: 61) == .advance)
        let lost = docks { dock in
            take(&dock, upTo: 1)
            if dock.dock == "E" { (dock.bundle, dock.judged, dock.isSilent) = (nil, nil, true) }
        }
        #expect(next(lost, stage: 1, age: 600, taken: 599) == .wait("1 of 2 docks have not taken it: E"))
        #expect(next(lost, stage: 1, age: 601, taken: 600) == .halt("E has not taken it in time"))
    }

    @Test func `canaries that nobody heard of prove nothing`() {
        let silent = docks { dock in
            dock.isSent = dock.stage == 0
            (dock.isSilent, dock.wasSilent) = (dock.stage == 0, dock.stage == 0)
        }
        #expect(next(silent, age: 600) == .wait("no dock of the first stage has taken it"))
        #expect(next(silent, age: 601) == .halt("no dock of the first stage has taken it: all were silent"))
    }

    @Test func `what was stopped is taken back wherever it was sent, as far as docks can be reached`() {
        let sent = docks { take(&$0, upTo: 1) }
        #expect(next(sent, stage: 1, .undoing) == .undo(["C", "D", "E"]))
        let told = docks { dock in
            take(&dock, upTo: 1)
            dock.isUndone = dock.isSent
            if dock.dock != "E" { dock.judged = 11 }
        }
        #expect(next(told, stage: 1, .undoing, age: 5) == .wait("1 docks have not taken it back: E"))
        #expect(next(told, stage: 1, .undoing, age: 601) == .close)
        let silent = told.map { dock in
            var dock = dock
            if dock.dock == "E" { dock.isSilent = true }
            return dock
        }
        #expect(next(silent, stage: 1, .undoing, age: 5) == .close)
        #expect(next(silent, stage: 1, .halted) == .wait("it has ended"))
    }
}
