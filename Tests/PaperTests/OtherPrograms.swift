// SPDX-License-Identifier: Apache-2.0
// Programs by other hands that read what Paper wrote: poppler, qpdf, Python. A test that needs one says so.

import Foundation

/// A program by other hands.
struct OtherProgram {
    let path: String

    /// The program of that name, nil when it is not installed.
    init?(_ name: String) {
        let folders = ["/usr/bin", "/usr/local/bin", "/bin"]
        guard
            let path = folders.map({ "\($0)/\(name)" }).first(where: FileManager.default.isExecutableFile)
        else {
            return nil
        }
        self.path = path
    }

    static func isInstalled(_ name: String) -> Bool { OtherProgram(name) != nil }

    /// Runs it on a file; `FILE` among the arguments stands for it. All it writes is the answer.
    func read(_ bytes: [UInt8], _ arguments: [String]) throws -> (status: Int32, output: String) {
        let folder = FileManager.default.temporaryDirectory
        let file = folder.appendingPathComponent("paper-\(UUID().uuidString)")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }  // The folder is swept by the system otherwise.
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments.map { $0 == "FILE" ? file.path : $0 }
        let pipe = Pipe()
        (process.standardOutput, process.standardError) = (pipe, pipe)
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}

/// The text of a PDF as poppler reads it.
func textLayer(_ pdf: [UInt8]) throws -> String {
    guard let program = OtherProgram("pdftotext") else { return "" }
    return try program.read(pdf, ["-layout", "FILE", "-"]).output
}
