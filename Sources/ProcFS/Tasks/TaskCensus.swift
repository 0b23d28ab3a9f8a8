import Glibc
package import Posix

/// The processes and threads there are, counted by state.
package struct TaskCensus: Equatable, Sendable {
    /// Processes counted.
    package private(set) var processes: UInt64 = 0
    /// Threads of those processes.
    package private(set) var threads: UInt64 = 0
    /// Processes by the letter of their first thread's state.
    package private(set) var processStates: [UInt8: UInt64] = [:]
    /// Threads by the letter of their state.
    package private(set) var threadStates: [UInt8: UInt64] = [:]

    mutating func count(_ process: ProcessStat) {
        processes += 1
        threads &+= process.threads
        processStates[process.state, default: 0] += 1
    }

    mutating func count(threadIn state: UInt8) {
        threadStates[state, default: 0] += 1
    }
}

extension ProcFS {
    /// Reads `<pid>/stat` of every process and `<pid>/task/<tid>/stat` of every thread (man 5 proc_pid_stat).
    ///
    /// Takes some 10 µs for each of them; those that come to an end meanwhile are left out.
    package func taskCensus(with reader: inout FileReader) throws(ProcFSError) -> TaskCensus {
        var census = TaskCensus()
        for pid in try numbers(in: root) {
            guard let process = try task("\(root)/\(pid)", with: &reader) else { continue }
            census.count(process)
            let directory = "\(root)/\(pid)/task"
            // Most processes have one thread, whose state we know; a copy of the files may hold no threads.
            if process.threads == 1, FileStamp(of: directory) != nil {
                census.count(threadIn: process.state)
                continue
            }
            for thread in try numbers(in: directory) {
                if thread == pid {
                    census.count(threadIn: process.state)
                } else if let thread = try task("\(directory)/\(thread)", with: &reader) {
                    census.count(threadIn: thread.state)
                }
            }
        }
        return census
    }

    /// Names of the entries that are numbers; none where the directory is gone.
    private func numbers(in directory: String) throws(ProcFSError) -> [String] {
        do throws(Errno) {
            return try namesInDirectory(directory).filter { name in name.utf8.allSatisfy { 0x30...0x39 ~= $0 } }
        } catch {
            if error.isOfEndedTask { return [] }
            throw .read(path: directory, error)
        }
    }

    /// `nil` once it has ended.
    private func task(_ directory: String, with reader: inout FileReader) throws(ProcFSError) -> ProcessStat? {
        let path = "\(directory)/stat"
        do throws(Errno) {
            try reader.readOnce(path, limit: Self.usualLimit)
        } catch {
            if error.isOfEndedTask { return nil }
            throw .read(path: path, error)
        }
        return try reader.withContents { (bytes) throws(ProcFSError) in
            do throws(Malformed) { return try ProcessStat(parsing: bytes) } catch {
                throw .malformed(path: path, line: bytes.lineNumber(at: error.offset), text: bytes.excerpt(at: error.offset))
            }
        }
    }
}

extension Errno {
    /// The directory is gone, or the task is while its file is open.
    fileprivate var isOfEndedTask: Bool { code == ENOENT || code == ESRCH }
}
