// SPDX-License-Identifier: Apache-2.0
// What the model of a forgetful disk keeps and what it may lose.

import Testing

private let file = "/disk/a"

private func disk(_ calls: DiskCall...) -> DiskModel {
    var model = DiskModel()
    for call in calls { model.apply(call) }
    return model
}

/// All images of many seeds.
private func images(_ model: DiskModel) -> [DiskImage] {
    Survival.allCases.flatMap { survival in
        (UInt64(0)..<200).map { seed in
            var choice = SeededChoice(seed: seed)
            return model.image(surviving: survival, &choice)
        }
    }
}

private func octets(_ value: UInt8, _ count: Int) -> [UInt8] { [UInt8](repeating: value, count: count) }

private let found = DiskCall.open(file, isSynchronisingDirectory: false, existing: octets(1, 1_024))

@Test func `what is synchronised is on the disk whatever happens`() {
    let model = disk(found, .write(file, at: 512, octets(2, 512)), .synchronise(file))
    #expect(Set(images(model)) == [DiskImage(files: ["a": octets(1, 512) + octets(2, 512)])])
    #expect(model.unsynchronised == 0)
}

@Test func `an unsynchronised write is old, new, zero or lost sector by sector`() {
    let model = disk(found, .write(file, at: 256, octets(2, 768)))
    let contents = Set(images(model).compactMap { $0.files["a"] })
    // The part of the first sector that was not written stays.
    #expect(contents.allSatisfy { $0.prefix(256) == octets(1, 256)[...] })
    let pairs = Set(contents.map { [$0[256], $0[511], $0[512], $0[1_023]] })
    let wanted = [0, 1, 2].flatMap { first in [0, 1, 2].map { [first, first, $0, $0] } }
    #expect(pairs == Set(wanted.map { $0.map(UInt8.init) }))
}

@Test func `an unsynchronised truncate is done or not, and a longer file may hold holes`() {
    let cut = disk(found, .truncate(file, to: 512))
    #expect(Set(images(cut).compactMap { $0.files["a"]?.count }) == [512, 1_024])
    let grown = disk(found, .write(file, at: 1_024, octets(2, 512)), .write(file, at: 1_536, octets(3, 512)))
    #expect(images(grown).contains { $0.files["a"] == octets(1, 1_024) + octets(0, 512) + octets(3, 512) })
}

@Test func `a deleted file may come back and a new one may be missing until the directory is synchronised`() {
    let gone = disk(found, .delete(file, isSynchronised: false))
    #expect(Set(images(gone).map(\.files.count)) == [0, 1])
    let surelyGone = disk(found, .delete(file, isSynchronised: true))
    #expect(Set(images(surelyGone).map(\.files.count)) == [0])
    let new = DiskCall.open(file, isSynchronisingDirectory: true, existing: nil)
    #expect(Set(images(disk(new)).map(\.files.count)) == [0, 1])
    let again = disk(
        found, .delete(file, isSynchronised: false), new, .write(file, at: 0, [7]), .synchronise(file))
    #expect(Set(images(again)) == [DiskImage(files: ["a": [7]])])
}

@Test func `what a failed flush did not write is never written by a later one`() {
    let model = disk(
        found, .write(file, at: 0, octets(2, 1_024)), .failSynchronise(file, seed: 3), .synchronise(file))
    #expect(Set(images(model)).count == 1)
    let outcomes = (UInt64(0)..<50).map { seed in
        disk(
            found, .write(file, at: 0, octets(2, 1_024)), .failSynchronise(file, seed: seed),
            .synchronise(file))
    }
    #expect(Set(outcomes.flatMap(images)).count > 3)
}
