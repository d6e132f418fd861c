// SPDX-License-Identifier: Apache-2.0
// Pictures of colours for mails: never longer than a mail carries, and with few colours that stand for all.

import Testing

@testable import Paper

@Suite struct PhotoPictureTests {
    /// A field that no palette holds: every pixel has another colour.
    private func field(_ side: Int) -> [UInt32] {
        (0..<side * side).map { UInt32(truncatingIfNeeded: $0 &* 2_654_435_761) & 0xFF_FFFF }
    }

    @Test func `the hardest picture fits a mail`() throws {
        let picture = try #require(PhotoPicture(columns: 560, rows: 560, pixels: field(560), caption: ["a", "b"]))
        let file = try picture.png(mostOctets: 100_000)
        #expect(file.count <= 100_000 && file.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }

    @Test func `pixels that fill no field make no picture`() {
        #expect(PhotoPicture(columns: 2, rows: 2, pixels: [1, 2, 3], caption: []) == nil)
        #expect(PhotoPicture(columns: 0, rows: 0, pixels: [], caption: []) == nil)
        #expect(PhotoPicture(columns: .max, rows: 2, pixels: [1], caption: []) == nil)
    }
}
