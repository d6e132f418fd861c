// SPDX-License-Identifier: Apache-2.0
// The entry of libFuzzer: octets in, events into the core, every invariant checked after every step. A broken rule and
// a trap both end the process, and libFuzzer keeps the input. `Scripts/fuzz` builds and runs it; SwiftPM does not know
// it.

import DockModel
import Glibc
import RoostCore

/// Whether each event is printed before its step; for looking at an input that was kept.
private let isShowing = unsafe getenv("ROOST_FUZZ_SHOW") != nil

/// Rules that are not looked at, as "I35,I9"; for finding what lies behind a known finding.
private let ignored: Set<String> = {
    guard let text = unsafe getenv("ROOST_FUZZ_IGNORE") else { return [] }
    return Set(unsafe String(cString: text).split(separator: ",").map(String.init))
}()

/// Runs one input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let octets = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    var dock = OctetDock(octets)
    dock.ignored = ignored
    if isShowing {
        dock.watch = { event, now, state in
            let seconds = "\(now.boot.nanoseconds / 1_000_000_000) s"
            say("\(seconds) \(state.phase.rawValue): \(shown(event))")
        }
    }
    dock.run()
    if let breach = dock.breach {
        say("\(breach); the input has \(count) octets")
        abort()
    }
    if isShowing { say("\(dock.steps) steps, no rule broken; the dock is in \(dock.state.phase.rawValue)") }
    return 0
}

private func say(_ line: String) {
    let octets = Array((line + "\n").utf8)
    _ = unsafe octets.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
