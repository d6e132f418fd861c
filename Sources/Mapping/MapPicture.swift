// SPDX-License-Identifier: Apache-2.0
// One picture as the body of a request, read block by block, so that no picture is in memory as a whole. A file that
// becomes shorter on the way ends the request instead of sending something else.

internal import Foundation
internal import Glibc
internal import NIOCore

/// An open picture file.
final class MapPicture: Sendable {
    let octets: Int
    private let descriptor: Int32

    /// Opens a plain file; a link or a device named by mistake is refused.
    init(path: String) throws(MapLinkError) {
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else {
            throw MapLinkError(description: "\(path): \(unsafe String(cString: strerror(errno)))")
        }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw MapLinkError(description: "\(path): is no plain file")
        }
        octets = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// The octets from a place on, at most so many; empty at the end or when they cannot be read.
    func octets(from place: Int, most: Int) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: most)
        let count = unsafe block.withUnsafeMutableBytes { target in
            unsafe pread(descriptor, target.baseAddress, target.count, off_t(place))
        }
        return count > 0 ? Array(block.prefix(count)) : []
    }
}

/// The body with a picture in it.
struct MapPictureBody: AsyncSequence, Sendable {
    let before: [UInt8]
    let file: MapPicture
    let after: [UInt8]

    struct AsyncIterator: AsyncIteratorProtocol {
        let body: MapPictureBody
        var place: Int?

        mutating func next() async throws -> ByteBuffer? {
            guard let at = place else {
                place = 0
                return ByteBuffer(bytes: body.before)
            }
            guard at < body.file.octets else {
                guard at == body.file.octets else { return nil }
                place = at + 1
                return ByteBuffer(bytes: body.after)
            }
            let octets = body.file.octets(from: at, most: Swift.min(MapLink.block, body.file.octets - at))
            guard !octets.isEmpty else {
                throw MapLinkError(description: "the picture became shorter while it was sent")
            }
            place = at + octets.count
            return ByteBuffer(bytes: octets)
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: self) }
}
