// SPDX-License-Identifier: Apache-2.0
// The signals by which a person or the system ends a command or has it read its files again, as a stream: what is under
// way ends in order. What a signal means is the verb's own matter.

import Foundation

/// Signals, SIGINT and SIGTERM if no others are named, one after another, for as long as the object lives.
final class Interrupts {
    /// Their names as they come.
    let names: AsyncStream<String>
    private let sources: [any DispatchSourceSignal]

    /// Takes the signals from their usual meaning, which is to end the process at once.
    init(_ wanted: [(number: Int32, name: String)] = [(SIGINT, "SIGINT"), (SIGTERM, "SIGTERM")]) {
        let (names, continuation) = AsyncStream.makeStream(of: String.self)
        self.names = names
        sources = wanted.map { number, name in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.yield(name) }
            source.resume()
            return source
        }
    }

    deinit { for source in sources { source.cancel() } }
}
