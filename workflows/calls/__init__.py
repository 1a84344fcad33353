"""Calls for papers (đợt đăng ký thi đua, kỳ báo cáo định kỳ): opened, handed in to, summed up."""
