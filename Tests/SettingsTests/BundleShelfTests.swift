// SPDX-License-Identifier: Apache-2.0
// The fleet's files beside the store: laid over the dock's own, exchanged in one step, taken back; and whatever is torn
// or does not fit leaves the dock with its own files and a word why.

import Foundation
import Testing

@testable import Settings

@Suite struct BundleShelfTests {
    private let folder: String
    private let shelf: BundleShelf

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/roost-bundle-\(UUID().uuidString)"
        for (path, octets) in DefaultConfiguration.files.contents {
            let url = URL(fileURLWithPath: "\(folder)/\(path)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(octets).write(to: url)
        }
        let dock = try DockConfiguration.load(files: DefaultConfiguration.files).dock
        let storage = dock.storageDirectory
        shelf = BundleShelf(storage: storage.hasPrefix("/") ? storage : folder + "/" + storage)
    }

    private func overlay(
        _ number: Int64, _ files: [String: String], removed: [String] = [], over: BundleOverlay? = nil
    )
        -> BundleOverlay
    {
        BundleOverlay(
            number: number, name: "test", files: files.mapValues { Array($0.utf8) }, removed: removed,
            over: over)
    }

    private func load() throws -> DockConfiguration { try DockConfiguration.load(directory: folder) }

    @Test func `a bundle's files count over the dock's own, and are taken back in one step`() throws {
        let own = try load()
        #expect(own.bundle == BundleStanding() && !own.schedules.isEmpty)
        let name = "schedules/perimeter.yaml"
        let text = String(decoding: DefaultConfiguration.files.contents[name] ?? [], as: UTF8.self)
        let first = overlay(7, [name: text.replacing("17:25\"]", with: "15:25\"]")])
        try shelf.keep(first)
        // Kept is not in use.
        #expect(try load().bundle.number == nil)
        try shelf.use(7)
        let earlier = try load()
        #expect(earlier.bundle.number == 7 && earlier.schedules != own.schedules)
        #expect(try shelf.current() == first)
        let second = overlay(9, [name: text], removed: ["priors/none.json"], over: first)
        #expect(second.previous == 7 && second.removed == ["priors/none.json"])
        try shelf.keep(second)
        try shelf.use(9)
        #expect(try load().schedules == own.schedules)
        #expect(try shelf.overlay(7) == first)
        try shelf.use(second.previous)
        #expect(try load().bundle.number == 7)
        try shelf.use(nil)
        #expect(try load() == own)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func `what is torn or does not fit any more leaves the dock with its own files`() throws {
        let own = try load()
        try shelf.keep(overlay(3, ["schedules/perimeter.yaml": "schema: none\n"]))
        try shelf.use(3)
        let unfit = try load()
        #expect(unfit.schedules == own.schedules && unfit.bundle.number == nil)
        #expect(unfit.bundle.trouble?.contains("bundle 3 does not fit") == true)
        try Data("changed".utf8).write(to: URL(fileURLWithPath: shelf.path + "/bundle-3/0"))
        #expect(try load().bundle.trouble?.contains("torn") == true)
        #expect(throws: BundleShelfError.self) { try shelf.current() }
        try FileManager.default.removeItem(atPath: shelf.path + "/bundle-3/manifest.json")
        #expect(try load().schedules == own.schedules)
        try shelf.use(nil)
        try FileManager.default.createSymbolicLink(
            atPath: shelf.path + "/current", withDestinationPath: "/etc")
        #expect(try load().bundle.trouble?.contains("names no bundle") == true)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func `old bundles go, those that are needed stay`() throws {
        var last: BundleOverlay?
        for number in 1...10 as ClosedRange<Int64> {
            let next = overlay(number, ["schedules/a\(number).plan": "x"], over: last)
            try shelf.keep(next)
            if number <= 2 { try shelf.use(number) }
            last = number <= 2 ? next : last
            shelf.prune()
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: shelf.path).filter {
            $0.hasPrefix("bundle-")
        }
        #expect(Set(left) == ["bundle-1", "bundle-2", "bundle-7", "bundle-8", "bundle-9", "bundle-10"])
        try FileManager.default.removeItem(atPath: folder)
    }
}
