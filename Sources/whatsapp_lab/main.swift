import Glibc
import Lab

exit(LabProgram.run(CommandLine.arguments))
