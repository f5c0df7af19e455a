using System.Text;
using KoreExport.Sandbox.Http;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class MultipartBodyTests
{
    [Fact]
    public void Parts_are_read_byte_for_byte_as_several_clients_write_them()
    {
        const string Body = "ignored\r\n--x y\r\nContent-Disposition: form-data; name=\"file\"; filename=\"übung.json\"\r\n"
            + "Content-Type: application/json\r\n\r\n{\r\n--x\r\n}\r\n--x y\r\ncontent-disposition: form-data; "
                + "name=fileContext\r\n\r\nbulkImport\r\n"
            + "--x y\r\nContent-Disposition: form-data; name=empty\r\n\r\n\r\n--x y--\r\nignored";
        var parts = MultipartBody.TryParse("multipart/form-data; boundary=\"x y\"", Encoding.UTF8.GetBytes(Body))!;
        Assert.Equal(
            [("file", "übung.json", "{\r\n--x\r\n}"), ("fileContext", null, "bulkImport"), ("empty", null, "")],
            parts.Select(part => (part.Name, part.FileName, part.Text)));
    }

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("multipart/form-data", "--x--")]
    [InlineData("multipart/form-data; boundary=x", "")]
    [InlineData("multipart/form-data; boundary=x", "nothing")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a\r\n\r\nno end")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\n\r\nno name\r\n--x--")]
    public void What_is_no_form_is_refused(string contentType, string body) =>
        Assert.Null(MultipartBody.TryParse(contentType, Encoding.UTF8.GetBytes(body)));
}
