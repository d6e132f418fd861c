// SPDX-License-Identifier: Apache-2.0
// Inflates a raw deflate stream part by part with the zlib library, or hands through what is stored plainly. Pointers to
// the library never leave this file.

internal import CZlib

/// One raw deflate stream. It is a class because the library remembers where its own record lies.
@safe final class RawInflate {
    private static let outputBlock = 256 << 10

    private let isPacked: Bool
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private var isOpen = false
    private var isDone = false

    init(isPacked: Bool) {
        self.isPacked = isPacked
        unsafe stream.initialize(to: z_stream())
        guard isPacked else { return }
        unsafe isOpen = inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    }

    deinit {
        if isOpen { _ = unsafe inflateEnd(stream) }
        unsafe stream.deallocate()
    }

    /// Takes a part of the stream and gives what it unpacks to.
    /// - Returns: false when the stream is damaged or `give` wants no more.
    func take<Fault: Error>(_ part: [UInt8], give: ([UInt8]) throws(Fault) -> Bool) throws(Fault) -> Bool {
        guard isPacked else { return try give(part) }
        guard isOpen, !isDone else { return part.isEmpty }
        var rest = part[...]
        var output = [UInt8](repeating: 0, count: Self.outputBlock)
        while true {
            let (code, read, written) = step(rest, into: &output)
            guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { return false }
            if written > 0, try !give(Array(output.prefix(written))) { return false }
            rest = rest.dropFirst(read)
            if code == Z_STREAM_END {
                isDone = true
                return rest.isEmpty
            }
            // All of it is read, and nothing more came out of it.
            if rest.isEmpty, written < Self.outputBlock { return true }
            if read == 0, written == 0 { return false }
        }
    }

    private func step(
        _ part: ArraySlice<UInt8>, into output: inout [UInt8]
    ) -> (code: Int32, read: Int, written: Int) {
        var input = Array(part)
        let given = input.count
        return unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                unsafe stream.pointee.next_in = source.baseAddress
                unsafe stream.pointee.avail_in = uInt(given)
                unsafe stream.pointee.next_out = target.baseAddress
                unsafe stream.pointee.avail_out = uInt(target.count)
                let code = unsafe inflate(stream, Z_NO_FLUSH)
                return unsafe (
                    code, given - Int(stream.pointee.avail_in), target.count - Int(stream.pointee.avail_out)
                )
            }
        }
    }

    /// The CRC-32 so far with some octets more.
    static func crc(_ before: UInt32, _ octets: [UInt8]) -> UInt32 {
        let sum = unsafe octets.withUnsafeBufferPointer { source in
            unsafe crc32(uLong(before), source.baseAddress, uInt(source.count))
        }
        return UInt32(truncatingIfNeeded: sum)
    }
}
