// SPDX-License-Identifier: Apache-2.0
// Which files of a vehicle's card are fetched: the new ones that nobody writes any more, each once, whatever lay there
// before and however often the vehicle refuses one.

import Payload
import Testing

@Suite struct CardMemories {
    private let fetch = PictureFetch(folder: "/fs/microsd/DCIM")

    private func files(_ list: [(String, Int?)]) -> [CardFile] { list.map { CardFile(path: $0.0, octets: $0.1) } }

    @Test func `what lay there before is not fetched, what is new is, in the order of its names`() {
        var memory = CardMemory()
        let before = files([("100/A.JPG", 10), ("note.txt", 3)])
        memory.begin(before)
        #expect(memory.wanted(before, before, fetch).isEmpty)
        let after = before + files([("101/C.tiff", 7), ("100/B.JPG", 5), ("100/B.MP4", 900), ("100/E.jpg", 0)])
        #expect(memory.wanted(after, after, fetch).map(\.path) == ["100/B.JPG", "101/C.tiff"])
        for file in memory.wanted(after, after, fetch) { memory.took(file) }
        #expect(memory.wanted(after, after, fetch).isEmpty)
    }

    @Test func `a file that grows is left until it is whole`() {
        var memory = CardMemory()
        let growing = files([("A.JPG", 10)]), grown = files([("A.JPG", 20)])
        #expect(memory.wanted(growing, grown, fetch).isEmpty)
        #expect(memory.wanted([], grown, fetch).isEmpty)
        #expect(memory.wanted(grown, grown, fetch) == grown)
    }

    @Test func `a name counts as new when its length is another or the card was emptied between`() {
        var memory = CardMemory()
        let first = files([("A.JPG", 10), ("B.JPG", 10)])
        memory.begin(first)
        let changed = files([("A.JPG", 11), ("B.JPG", 10)])
        #expect(memory.wanted(changed, changed, fetch) == files([("A.JPG", 11)]))
        let none = memory.wanted([], [], fetch)
        #expect(none.isEmpty && memory.entries.isEmpty)
        #expect(memory.wanted(first, first, fetch) == first)
    }

    @Test func `a file that is refused is tried three times, and anew when it changes`() {
        var memory = CardMemory()
        let list = files([("A.JPG", 10)])
        for attempt in 1...CardMemory.mostAttempts {
            #expect(memory.wanted(list, list, fetch) == list)
            let isLeft = memory.refused(list[0])
            #expect(isLeft == (attempt == CardMemory.mostAttempts))
        }
        #expect(memory.wanted(list, list, fetch).isEmpty)
        let other = files([("A.JPG", 12)])
        #expect(memory.wanted(other, other, fetch) == other)
        let isLeft = memory.refused(other[0])
        #expect(!isLeft)
    }

    @Test func `a vehicle that tells no lengths is believed by name`() {
        var memory = CardMemory()
        let list = files([("A.JPG", nil)])
        #expect(memory.wanted(list, list, fetch) == list)
        memory.took(list[0])
        #expect(memory.wanted(list, list, fetch).isEmpty)
    }

    @Test func `a card is known by its component and folder, a picture by its ending`() {
        let camera = PictureFetch(folder: "/DCIM", component: 100, endings: ["dng"])
        #expect(camera.card == "100:/DCIM" && fetch.card == "0:/fs/microsd/DCIM")
        #expect(camera.isPicture("X.DNG") && !camera.isPicture("X.JPG") && !camera.isPicture("dng"))
    }
}
